import Sampling
import Testing

@Suite struct MaskTests {
    private func words(_ ids: some Sequence<Int>, count: Int) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: (count + 63) / 64)
        for id in ids { words[id / 64] |= 1 << UInt64(id % 64) }
        return words
    }

    /// Masking is nothing but leaving tokens out: among the rest the distribution is what it would be without them.
    @Test(arguments: DistributionTests.filters)
    func drawsFromTheReferenceDistributionOfWhatIsAllowed(filter: SamplingParameters) {
        for (index, size) in [15, 64, 65, 300, 1000].enumerated() {
            var logits = randomLogits(size, seed: UInt64(size))
            let allowed = (0..<size).filter { $0 % 3 != 1 || (128..<192).contains($0) }
            let mask = words(allowed, count: size)
            var parameters = filter
            parameters.seed = UInt64(index)
            var sampler = Sampler(parameters, prompt: [], vocabularySize: size)
            let before = logits
            let draws = logits.withUnsafeMutableBufferPointer { logits in
                mask.withUnsafeBufferPointer { mask in (0..<1500).compactMap { _ in sampler.sample(logits, allowing: mask)?.id } }
            }
            #expect(logits == before)
            let left = before.enumerated().map { allowed.contains($0.offset) ? $0.element : -.infinity }
            #expect(ReferenceDistribution(left, parameters).deviation(of: draws) < 5, "vocabulary of \(size)")
        }
    }

    @Test func takesAnAllowedTokenWhateverTheLogits() {
        for value in [-Float.infinity, .nan, 0] {
            var logits = [Float](repeating: value, count: 100)
            logits[3] = 50
            var parameters = SamplingParameters()
            parameters.temperature = 0
            parameters.logitBias = [3: 100]
            var sampler = Sampler(parameters, prompt: [], vocabularySize: 100)
            let mask = words([77], count: 100)
            let token = logits.withUnsafeMutableBufferPointer { logits in
                mask.withUnsafeBufferPointer { sampler.sample(logits, allowing: $0) }
            }
            #expect(token?.id == 77)
        }
    }

    @Test func nothingIsSampledFromAnEmptyMask() {
        var logits = randomLogits(100, seed: 1)
        var sampler = Sampler(SamplingParameters(), prompt: [], vocabularySize: 100)
        for mask in [words([], count: 100), words([120], count: 128)] {
            let token = logits.withUnsafeMutableBufferPointer { logits in
                mask.withUnsafeBufferPointer { sampler.sample(logits, allowing: $0) }
            }
            #expect(token == nil)
        }
    }
}
