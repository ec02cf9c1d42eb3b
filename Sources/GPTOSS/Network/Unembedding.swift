import CKernels

/// The head: logits = weight · norm(x).
///
/// `@unchecked Sendable`: a pass uses it under the lock of its `Transformer`.
final class Unembedding: @unchecked Sendable {
    /// Of its weights in a checkpoint.
    static let name = "lm_head"

    private let norm: RMSNorm
    private let linear: Linear
    private let screened: ScreenedHead?
    private let screening: Screening
    /// Bytes of weights read for the last logits, as a share of all.
    private(set) var share = 1.0
    private var governor = ScreeningGovernor()

    init(_ checkpoint: Checkpoint, _ compute: Compute, _ arithmetic: Arithmetic, _ screening: Screening) throws(CheckpointError) {
        let configuration = checkpoint.configuration
        norm = try RMSNorm(checkpoint, "model.norm")
        linear = try Linear(
            checkpoint, Self.name, inFeatures: configuration.hiddenSize, outFeatures: configuration.vocabularySize, hasBias: false, compute,
            arithmetic)
        screened = screening == .never ? nil : ScreenedHead(linear, compute)
        self.screening = screening
    }

    /// Appends logits [rows.count, vocabularySize] of rows of `space.x`.
    /// - Parameter screens: what is wanted of each row's; `nil` for all.
    /// - Returns: those rows, of `rows`, whose logits are not all finite.
    func append(logitsOf rows: [Int], _ screens: [LogitScreen?], _ space: Workspace, to logits: inout [Float], _ compute: Compute) -> [Int]
    {
        guard !rows.isEmpty else { return [] }
        for (i, row) in rows.enumerated() {
            norm.normalize(space.x[row], into: space.t[i], compute.kernels)
            space.t.round(i, of: rows.count, compute.kernels)
        }
        let first = logits.count
        logits.append(contentsOf: repeatElement(0, count: rows.count * linear.outFeatures))
        return logits.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return [] }
            let out = base + first
            if multiplyScreened(space.t, screens, into: out, compute) { return [] }
            return rows.enumerated().filter { !areFinite(out + $0.offset * linear.outFeatures, linear.outFeatures) }.map(\.element)
        }
    }

    /// - Returns: whether only what screens want is there; or else all is.
    private func multiplyScreened(_ x: Activations, _ screens: [LogitScreen?], into out: UnsafeMutablePointer<Float>, _ compute: Compute)
        -> Bool
    {
        let known = screens.compactMap { $0 }
        guard let screened, known.count == screens.count, known.count <= HalvedWeights.mostTokens else {
            multiply(x, tokens: screens.count, into: out, compute)
            share = 1
            return false
        }
        let isTried = screening == .always || governor.screens(rows: known.count)
        var suffices = false
        let time = ContinuousClock().measure {
            suffices = isTried && screened.multiply(x, known, into: out, compute)
            if !suffices { multiply(x, tokens: known.count, into: out, compute) }
        }
        share = (isTried ? screened.share : 0) + (suffices ? 0 : 1)
        governor.record(rows: known.count, screened: isTried, time)
        return suffices
    }

    private func multiply(_ x: Activations, tokens: Int, into out: UnsafeMutablePointer<Float>, _ compute: Compute) {
        let rows = linear.outFeatures
        compute.pool.forEach(rows, by: compute.rowsPerPiece(of: rows, tokens: tokens)) { range, _ in
            linear.multiply(x, tokens: tokens, rows: range, into: out, compute.kernels)
        }
    }
}
