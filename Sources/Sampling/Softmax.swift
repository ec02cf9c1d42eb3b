#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// From logits to weights, which are probabilities but for a common factor: weight = e^exponent, exponent = (logit - maximum) / temperature.
///
/// The most probable token has exponent 0 and weight 1.
struct Softmax {
    let maximum: Float
    let inverseTemperature: Float

    @inline(__always)
    func exponents(_ logits: Lanes) -> Lanes { (logits - maximum) * inverseTemperature }

    /// An exponent a little below that of this weight: a quick test ahead of an exact one.
    static func leastExponent(ofWeight weight: Float) -> Float { Float(log(Double(weight))) - 0.001 }
}

extension Logits {
    /// Tokens whose weights are summed in single precision, sixteen apart, before the sum goes into a double.
    private static let blockSize = 256

    /// The sums of the weights of each 256 tokens.
    private func blockSums(_ softmax: Softmax) -> [Double] {
        stride(from: 0, to: count, by: Self.blockSize).map { block in
            var sum = Lanes.zero
            for start in stride(from: block, to: min(block + Self.blockSize, count), by: Lanes.scalarCount) {
                sum += softmax.exponents(lanes(at: start)).exponential
            }
            return sum.sumInDouble
        }
    }

    /// The sum of all weights.
    func total(_ softmax: Softmax) -> Double { blockSums(softmax).reduce(0, +) }

    /// The index of the token at the share `unit` (0..<1) of the distribution, in the order of indices.
    func draw(_ softmax: Softmax, _ unit: Double) -> Int {
        let sums = blockSums(softmax)
        var rest = unit * sums.reduce(0, +)
        var block = 0
        while block + 1 < sums.count, rest >= sums[block] {
            rest -= sums[block]
            block += 1
        }
        // Rounding may leave a rest beyond the block's last token: then the last that has any weight.
        var last: Int?
        for start in stride(from: block * Self.blockSize, to: min((block + 1) * Self.blockSize, count), by: Lanes.scalarCount) {
            let weights = softmax.exponents(lanes(at: start)).exponential
            for lane in weights.indices where weights[lane] > 0 {
                last = start + lane
                rest -= Double(weights[lane])
                if rest < 0 { return start + lane }
            }
        }
        return last ?? firstIndex(atLeast: softmax.maximum)
    }
}
