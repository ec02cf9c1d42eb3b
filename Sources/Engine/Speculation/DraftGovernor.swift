/// Decides how many guesses pay: from how long steps of so many rows take, and how often a sequence's guesses have come true. No clock inside.
package struct DraftGovernor: Sendable {
    /// The most guesses of a sequence in a step.
    package static let limit = 8

    /// Sums of recent steps, for a line through their times by rows; a step's weight halves every thirty that follow.
    private var (weight, rows, time, rowsSquared, rowsTime) = (0.0, 0.0, 0.0, 0.0, 0.0)

    package init() {}

    /// A step without prompts took so long.
    package mutating func recordStep(rows count: Int, _ duration: Duration) {
        let (x, y, decay) = (Double(count), duration / .seconds(1), 0.977)
        weight = weight * decay + 1
        rows = rows * decay + x
        time = time * decay + y
        rowsSquared = rowsSquared * decay + x * x
        rowsTime = rowsTime * decay + x * y
    }

    /// Seconds that a step of so many rows is likely to take. Before steps have differed, a row more is taken for a seventh of a step.
    package func cost(rows count: Int) -> Double {
        guard weight > 0 else { return 1 + Double(count - 1) / 7 }
        let variance = weight * rowsSquared - rows * rows
        guard variance > 0.01 * weight * weight else {
            let base = time / (weight + (rows - weight) / 7)
            return base * (1 + Double(count - 1) / 7)
        }
        let slope = max(0, (weight * rowsTime - rows * time) / variance)
        return max((time - slope * rows) / weight + slope * Double(count), 0.01 * time / weight)
    }

    /// How many of `available` guesses give most tokens a second, beside so many rows of others.
    package func count(_ available: Int, besides others: Int, acceptance: Double) -> Int {
        var (best, rate) = (0, Double(others + 1) / cost(rows: others + 1))
        var (tokens, chance) = (1.0, 1.0)
        for count in 1..<min(available, Self.limit) + 1 {
            chance *= acceptance
            tokens += chance
            let next = (Double(others) + tokens) / cost(rows: others + 1 + count)
            if next > rate { (best, rate) = (count, next) }
        }
        return best
    }
}

/// How a sequence's guesses have fared.
struct DraftRecord: Sendable {
    private var accepted = 1.4
    private var drafted = 2.0
    private var skipped = 0

    /// The chance that the next guess comes true.
    var acceptance: Double { accepted / drafted }

    mutating func record(drafted count: Int, accepted true: Int) {
        skipped = 0
        // A guess behind a wrong one says nothing.
        let judged = min(count, `true` + 1)
        accepted = accepted * 0.9 + Double(`true`)
        drafted = drafted * 0.9 + Double(judged)
    }

    /// There were guesses, but they did not pay. Now and then they get another chance.
    mutating func skip() {
        skipped += 1
        if skipped.isMultiple(of: 32) { (accepted, drafted) = (1.4, 2) }
    }
}
