import Foundation

/// How far distributions of the next token are from those that they should be, position by position.
struct Divergences {
    private var divergences: [Double] = []
    private var sameTopCount = 0
    /// Of positions whose token went to the same experts.
    private var ofSameExperts: [Double] = []

    var count: Int { divergences.count }
    var mean: Double { Self.mean(divergences) }
    var meanOfSameExperts: Double { Self.mean(ofSameExperts) }
    /// The share of positions with the same most probable token; nil where there are none.
    var sameTop: Double? { divergences.isEmpty ? nil : Double(sameTopCount) / Double(count) }
    var sameExperts: Double? { divergences.isEmpty ? nil : Double(ofSameExperts.count) / Double(count) }

    /// The divergence that a share of the positions does not exceed.
    func quantile(_ share: Double) -> Double {
        divergences.isEmpty ? 0 : divergences.sorted()[Int(Double(count - 1) * share)]
    }

    /// Adds one position: Kullback and Leibler's divergence of `found` from `expected`, Σ p · ln(p / q) in nats.
    /// - Parameter hasSameExperts: whether the token went to the same experts in all layers.
    mutating func add(_ p: Distribution, _ q: Distribution, hasSameExperts: Bool) {
        var sum = 0.0
        for (p, q) in zip(p.logarithms, q.logarithms) {
            sum += exp(p) * (p - q)
        }
        divergences.append(sum)
        if p.top == q.top { sameTopCount += 1 }
        if hasSameExperts { ofSameExperts.append(sum) }
    }

    private static func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }
}

/// A distribution over tokens.
struct Distribution {
    /// Of the probabilities.
    let logarithms: [Double]
    /// The most probable token; of equals the first.
    let top: Int

    init(logits: ArraySlice<Float>) {
        let largest = Double(logits.max() ?? 0)
        let sum = logits.reduce(0.0) { $0 + exp(Double($1) - largest) }
        let logarithm = largest + log(sum)
        logarithms = logits.map { Double($0) - logarithm }
        top = (logits.max().flatMap(logits.firstIndex) ?? logits.startIndex) - logits.startIndex
    }

    /// The token at this share, from 0 to less than 1, of the cumulated probabilities.
    func pick(_ share: Double) -> Int32 {
        var rest = share
        for (token, logarithm) in logarithms.enumerated() {
            rest -= exp(logarithm)
            if rest < 0 { return Int32(token) }
        }
        return Int32(top)
    }
}
