import Sampling
import Testing

/// Among equal logits the lower ids come first, whatever does the choosing.
@Suite struct TieTests {
    private func drawn(_ logits: [Float], _ change: (inout SamplingParameters) -> Void) -> Set<Int32> {
        var sampler = Sampler(SamplingParameters(change), prompt: [], vocabularySize: logits.count)
        return Set(sampler.ids(2000, from: logits))
    }

    @Test(arguments: [0, 1, 15, 16, 17, 40])
    func greedyTakesTheLowestId(first: Int) {
        var logits = [Float](repeating: 0, count: 41)
        for id in first...40 { logits[id] = 2 }
        #expect(drawn(logits) { $0.temperature = 0 } == [Int32(first)])
        #expect(drawn(logits) { $0.topK = 1 } == [Int32(first)])
    }

    @Test func topKTakesTheLowestIds() {
        let logits: [Float] = [1, 2, 2, 1, 3, 2, 2, 1]
        #expect(drawn(logits) { $0.topK = 3 } == [1, 2, 4])
        #expect(drawn(logits) { $0.topK = 6 } == [0, 1, 2, 4, 5, 6])
    }

    /// Beyond 128 tokens, another selection does it.
    @Test func aLargeTopKTakesTheLowestIds() {
        var logits = [Float](repeating: 0, count: 1000)
        for id in stride(from: 999, to: 0, by: -10) { logits[id] = 0.5 }
        let raised = (0..<1000).filter { logits[$0] > 0 }
        let others = (0..<1000).filter { logits[$0] == 0 }.prefix(50)
        var sampler = Sampler(SamplingParameters { ($0.topK, $0.seed) = (150, 1) }, prompt: [], vocabularySize: 1000)
        #expect(Set(sampler.ids(6000, from: logits)) == Set((raised + others).map(Int32.init)))
    }

    @Test func aLargeTopKCountsBothZerosAsEqual() {
        let logits = (0..<400).map { $0 % 2 == 0 ? Float(0.0) : -0.0 }
        var sampler = Sampler(SamplingParameters { ($0.topK, $0.seed) = (200, 1) }, prompt: [], vocabularySize: 400)
        #expect(Set(sampler.ids(6000, from: logits)) == Set(0..<200))
    }

    @Test func topPTakesTheLowestIds() {
        #expect(drawn([Float](repeating: 1, count: 40)) { $0.topP = 0.25 } == Set(0..<10))
        #expect(drawn([0, 0, 5, 0]) { $0.topP = 0.001 } == [2])
    }

    @Test func topLogprobsListTheLowestIdsFirst() {
        var sampler = Sampler(SamplingParameters { $0.topLogprobs = 3 }, prompt: [], vocabularySize: 5)
        #expect(sampler.sample([1, 2, 1, 2, 1]).topLogprobs.map(\.id) == [1, 3, 0])
    }
}
