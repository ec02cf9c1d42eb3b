import CKernels
import Synchronization

/// The head in two looks: half of every weight's bits says which tokens may matter, and the exact products of these follow.
///
/// `@unchecked Sendable`: a pass uses it under the lock of its `Transformer`; its loops write rows of their own.
final class ScreenedHead: @unchecked Sendable {
    private let linear: Linear
    private let halved: HalvedWeights
    /// Rows of weights in whole groups of those that are interleaved.
    private let stride: Int
    /// Bounds of each token's logits: [HalvedWeights.mostTokens, stride], the rows beyond the vocabulary -inf.
    private let lower: UnsafeMutablePointer<Float>
    private let upper: UnsafeMutablePointer<Float>
    /// [HalvedWeights.mostTokens, inFeatures / 32]
    private let energies: UnsafeMutablePointer<Float>

    /// What was read for the last products, as a share of the weights.
    private(set) var share = 1.0

    private typealias Group = SIMD16<Float>

    /// - Returns: `nil` where the layer is not in 8 bits.
    init?(_ linear: Linear, _ compute: Compute) {
        guard let weights = linear.eightBit else { return nil }
        self.linear = linear
        halved = HalvedWeights(of: weights, outFeatures: linear.outFeatures, compute)
        let groups = (linear.outFeatures + Group.scalarCount - 1) / Group.scalarCount
        stride = groups * Group.scalarCount
        let count = HalvedWeights.mostTokens * stride
        (lower, upper) = (.allocateLarge(capacity: count), .allocateLarge(capacity: count))
        lower.initialize(repeating: -.infinity, count: count)
        upper.initialize(repeating: -.infinity, count: count)
        energies = .allocateLarge(capacity: HalvedWeights.mostTokens * linear.inFeatures / EightBitWeights.block)
    }

    deinit {
        for memory in [lower, upper, energies] { UnsafeMutableRawPointer(memory).deallocate() }
    }

    /// out [screens.count, outFeatures] = for each row of x the logits that its screen wants, the others being -inf.
    /// - Returns: whether they suffice, and are finite. If not, what is in `out` is of no use.
    func multiply(_ x: Activations, _ screens: [LogitScreen], into out: UnsafeMutablePointer<Float>, _ compute: Compute) -> Bool {
        guard let rounded = x.rounded, screens.count <= HalvedWeights.mostTokens else { return false }
        bound(rounded, tokens: screens.count, compute)
        let thresholds = screens.indices.map { largest(lower + $0 * stride) - screens[$0].reach }
        guard thresholds.allSatisfy(\.isFinite), refine(x, thresholds, into: out, compute) else { return false }
        return screens.indices.allSatisfy { token in
            let count = linear.outFeatures
            return screens[token].suffices(
                UnsafeMutableBufferPointer(start: out + token * count, count: count),
                UnsafeMutableBufferPointer(start: upper + token * stride, count: count))
        }
    }

    private func bound(_ x: EightBitRows, tokens: Int, _ compute: Compute) {
        for token in 0..<tokens {
            compute.kernels.i8_energies(energies + token * linear.inFeatures / EightBitWeights.block, x[token], linear.inFeatures)
        }
        compute.pool.forEach(linear.outFeatures, by: compute.rowsPerPiece(of: linear.outFeatures, tokens: tokens)) { range, _ in
            halved.bound(x, energies: energies, tokens: tokens, rows: range, lower: lower, upper: upper, stride: stride, compute.kernels)
        }
    }

    /// The largest lower bound: no logit below it is the largest. NaN counts as less than anything, and shows in the products.
    private func largest(_ bounds: UnsafePointer<Float>) -> Float {
        var best = Group(repeating: -.infinity)
        for first in Swift.stride(from: 0, to: stride, by: Group.scalarCount) {
            let group = group(bounds + first)
            best.replace(with: group, where: group .> best)
        }
        return best.max()
    }

    /// Multiplies the groups that have a row whose upper bound reaches its token's threshold. Their bounds become -inf, and so do the logits of the
    /// others.
    /// - Returns: whether all products are finite.
    private func refine(_ x: Activations, _ thresholds: [Float], into out: UnsafeMutablePointer<Float>, _ compute: Compute) -> Bool {
        let count = linear.outFeatures
        let refined = Atomic(0)
        let faults = Atomic(0)
        compute.pool.forEach(stride / Group.scalarCount, by: 64) { groups, _ in
            for group in groups {
                let rows = group * Group.scalarCount..<min(count, (group + 1) * Group.scalarCount)
                let isWanted = reaches(thresholds, rows.lowerBound)
                if isWanted {
                    linear.multiply(x, tokens: thresholds.count, rows: rows, into: out, compute.kernels)
                    refined.add(1, ordering: .relaxed)
                }
                for token in thresholds.indices {
                    let (logits, bounds) = (out + token * count + rows.lowerBound, upper + token * stride + rows.lowerBound)
                    (isWanted ? bounds : logits).update(repeating: -.infinity, count: rows.count)
                    if isWanted, !areFinite(logits, rows.count) { faults.add(1, ordering: .relaxed) }
                }
            }
        }
        share = HalvedWeights.share + Double(refined.load(ordering: .relaxed) * Group.scalarCount) / Double(stride)
        return faults.load(ordering: .relaxed) == 0
    }

    /// Whether one of the group's rows may have a logit that is wanted. NaN is, so that it is found.
    private func reaches(_ thresholds: [Float], _ first: Int) -> Bool {
        thresholds.indices.contains { any(.!(group(upper + $0 * stride + first) .< thresholds[$0])) }
    }

    private func group(_ first: UnsafePointer<Float>) -> Group { UnsafeRawPointer(first).loadUnaligned(as: Group.self) }
}
