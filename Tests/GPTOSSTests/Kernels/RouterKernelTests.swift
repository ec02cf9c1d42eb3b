import CKernels
import Foundation
import GPTOSS
import Testing

@Suite struct RouterKernelTests {
    private func choose(_ k: Int, of logits: [Float]) -> (indices: [Int32], weights: [Float]) {
        var (indices, weights) = ([Int32](repeating: -1, count: k), [Float](repeating: .nan, count: k))
        InstructionSet.best.kernels.f32_topk_softmax(&indices, &weights, logits, k, logits.count)
        return (indices, weights)
    }

    @Test func weightsAreTheSoftmaxOfTheChosenAlone() {
        let (indices, weights) = choose(4, of: [0.1, 2, -1, 0.5, 3, 1.9, 0, -0.2])
        #expect(indices == [4, 1, 5, 3])
        expect(
            weights, near: [0.5609042375600222, 0.20634513746427488, 0.18670880140744964, 0.046041823568253426], tolerance: 1e-6, "weights")
    }

    @Test func theFirstOfEqualsComesFirst() {
        #expect(choose(3, of: [1, 2, 2, 1, 2]).indices == [1, 2, 4])
        #expect(choose(2, of: [0, 0, 0]).indices == [0, 1])
    }

    @Test func allMayBeChosen() {
        let (indices, weights) = choose(3, of: [-1000, 1000, 0])
        #expect(indices == [1, 2, 0])
        expect(weights, near: [1, 0, 0], magnitudes: [1, 1, 1], tolerance: 1e-6, "weights")
    }

    /// What a broken checkpoint gives must not point outside the experts.
    @Test(arguments: [[Float.nan, .nan, .nan, .nan], [.nan, 1, .nan, 2], [.infinity, .nan, -.infinity, 0]])
    func indicesAreValidWhateverTheLogitsAre(_ logits: [Float]) {
        let indices = choose(2, of: logits).indices
        #expect(Set(indices).count == 2)
        #expect(indices.allSatisfy { (0..<4).contains($0) })
        if logits[3] == 2 { #expect(indices == [3, 1]) }
    }

    @Test func agreesWithASort() {
        var random = RandomNumbers(seed: 5)
        for count in [4, 32, 128] {
            for _ in 0..<100 {
                let logits = random.floats(count, in: -3...3)
                let sorted = logits.indices.sorted { logits[$0] > logits[$1] }.prefix(4)
                let (indices, weights) = choose(4, of: logits)
                #expect(indices == sorted.map(Int32.init))
                let sum = sorted.reduce(0.0) { $0 + exp(Double(logits[$1])) }
                expect(weights, near: sorted.map { exp(Double(logits[$0])) / sum }, tolerance: 1e-6, "weights")
            }
        }
    }
}
