import Foundation
import Sampling

/// The distribution that a step should draw from, computed the plain way: everything sorted, everything in double.
struct ReferenceDistribution {
    /// Probabilities by token id; 0 for what the filters drop.
    let probabilities: [Double]

    init(_ logits: [Float], _ parameters: SamplingParameters) {
        let scaled = logits.map { Double($0) / Double(parameters.temperature) }
        let maximum = scaled.max() ?? 0
        let weights = scaled.map { exp($0 - maximum) }
        var kept = weights.indices.sorted { (weights[$0], -$0) > (weights[$1], -$1) }
        if parameters.topK > 0 { kept = Array(kept.prefix(parameters.topK)) }
        if parameters.topP < 1 {
            let mass = Double(parameters.topP) * kept.reduce(0) { $0 + weights[$1] }
            var sum = 0.0
            let end = kept.firstIndex { id in
                sum += weights[id]
                return sum >= mass
            }
            kept = Array(kept.prefix((end ?? kept.count) + 1))
        }
        kept = kept.filter { weights[$0] >= Double(parameters.minP) }
        let total = kept.reduce(0) { $0 + weights[$1] }
        var probabilities = [Double](repeating: 0, count: logits.count)
        for id in kept { probabilities[id] = weights[id] / total }
        self.probabilities = probabilities
    }

    /// Pearson's statistic of draws, as standard deviations above what is expected of true ones. Tokens are put together, in the order
    /// of their probability, until five are expected of each group. Infinite where a token was drawn that has no probability.
    func deviation(of draws: [Int32]) -> Double {
        var counts = [Int](repeating: 0, count: probabilities.count)
        for id in draws {
            guard probabilities.indices.contains(Int(id)), probabilities[Int(id)] > 0 else { return .infinity }
            counts[Int(id)] += 1
        }
        var groups: [(expected: Double, observed: Double)] = [(0, 0)]
        for id in probabilities.indices.sorted(by: { probabilities[$0] > probabilities[$1] }) where probabilities[id] > 0 {
            if groups[groups.count - 1].expected >= 5 { groups.append((0, 0)) }
            groups[groups.count - 1].expected += probabilities[id] * Double(draws.count)
            groups[groups.count - 1].observed += Double(counts[id])
        }
        if groups.count > 1, groups[groups.count - 1].expected < 5 {
            let last = groups.removeLast()
            groups[groups.count - 1].expected += last.expected
            groups[groups.count - 1].observed += last.observed
        }
        let degrees = Double(groups.count - 1)
        guard degrees > 0 else { return 0 }
        let statistic = groups.reduce(0) { $0 + ($1.observed - $1.expected) * ($1.observed - $1.expected) / $1.expected }
        return (statistic - degrees) / (2 * degrees).squareRoot()
    }
}

/// Normally distributed logits, from a seed.
func randomLogits(_ count: Int, deviation: Double = 2, seed: UInt64) -> [Float] {
    var random = Xoshiro256(seed: seed)
    return (0..<count).map { _ in
        let radius = (-2 * log(1 - random.nextUnit())).squareRoot()
        return Float(deviation * radius * cos(2 * .pi * random.nextUnit()))
    }
}

extension SamplingParameters {
    init(_ change: (inout SamplingParameters) -> Void) {
        self.init()
        change(&self)
    }
}

extension Sampler {
    /// One step on a copy of the logits.
    mutating func sample(_ logits: [Float]) -> SampledToken {
        var logits = logits
        return logits.withUnsafeMutableBufferPointer { sample($0) }
    }

    /// Many steps on the same logits.
    mutating func ids(_ count: Int, from logits: [Float]) -> [Int32] {
        var logits = logits
        return logits.withUnsafeMutableBufferPointer { buffer in (0..<count).map { _ in sample(buffer).id } }
    }
}
