/// Decides whether screening the head pays: from how long both ways have taken. No clock inside.
package struct ScreeningGovernor: Sendable {
    /// Steps after which the slower way gets another chance.
    private static let patience = 64

    /// Seconds that recent steps of so many rows took, screened and whole; `nil` before the first.
    private var means: [Int: (screened: Double?, whole: Double?)] = [:]
    private var steps = 0

    package init() {}

    /// Whether to screen the next step of so many rows.
    package mutating func screens(rows: Int) -> Bool {
        steps += 1
        guard let screened = means[rows]?.screened else { return true }
        guard let whole = means[rows]?.whole else { return false }
        return (screened < whole) != steps.isMultiple(of: Self.patience)
    }

    package mutating func record(rows: Int, screened: Bool, _ duration: Duration) {
        let seconds = duration / .seconds(1)
        func mean(_ mean: Double?) -> Double { mean.map { $0 + (seconds - $0) / 8 } ?? seconds }
        var means = means[rows] ?? (nil, nil)
        if screened { means.screened = mean(means.screened) } else { means.whole = mean(means.whole) }
        self.means[rows] = means
    }
}
