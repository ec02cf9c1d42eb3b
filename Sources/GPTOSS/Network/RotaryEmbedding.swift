#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Rotary position embedding with YaRN's frequencies (Peng et al. 2023, arXiv:2309.00071), as `RotaryEmbedding` of the reference implementation.
///
/// Fast dimensions keep their frequency, slow ones have it divided by `factor`, with a ramp between. Like the references, angles are float32 products
/// of float32 frequencies.
package struct RotaryEmbedding: Sendable {
    /// Radians a position, for each pair of dimensions: [headDim / 2].
    package let inverseFrequencies: [Float]
    /// Multiplies cosine and sine, at every position.
    package let concentration: Float

    package init(_ configuration: ModelConfiguration) {
        let scaling = configuration.ropeScaling
        let (theta, half) = (configuration.ropeTheta, configuration.headDim / 2)

        /// The dimension that turns this many times within the original context.
        func dimension(turns: Double) -> Double {
            Double(half) * log(Double(scaling.originalMaxPositionEmbeddings) / (turns * 2 * .pi)) / log(theta)
        }
        var low = dimension(turns: scaling.betaFast)
        var high = dimension(turns: scaling.betaSlow)
        if scaling.truncate {
            (low, high) = (low.rounded(.down), high.rounded(.up))
        }
        low = max(low, 0)
        high = min(high, Double(configuration.headDim - 1))
        if low == high { high += 0.001 }  // as transformers does, against division by zero

        inverseFrequencies = (0..<half).map { i in
            let extrapolated = pow(theta, -Double(i) / Double(half))
            let interpolated = extrapolated / scaling.factor
            let ramp = min(max((Double(i) - low) / (high - low), 0), 1)
            return Float(interpolated * ramp + extrapolated * (1 - ramp))
        }
        concentration = Float(scaling.attentionFactor)
    }

    /// Cosine and sine for a position, times the concentration: [headDim / 2] each.
    func fill(cos cosines: UnsafeMutablePointer<Float>, sin sines: UnsafeMutablePointer<Float>, position: Int) {
        for (i, frequency) in inverseFrequencies.enumerated() {
            let angle = Float(position) * frequency
            cosines[i] = cosf(angle) * concentration
            sines[i] = sinf(angle) * concentration
        }
    }
}
