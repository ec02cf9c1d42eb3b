import CKernels

/// Grouped-query attention with a learned sink a head and a window in every other layer, and the residual connection round it.
struct AttentionBlock: @unchecked Sendable {
    // `@unchecked Sendable`: `sinks` points to a read-only mapping, which the `Transformer` keeps.

    private let layer: Int
    private let norm: RMSNorm
    private let q: Linear
    private let k: Linear
    private let v: Linear
    private let out: Linear
    /// [heads]
    private let sinks: UnsafePointer<bfloat16>
    private let heads: Int
    private let kvHeads: Int
    private let headDim: Int
    /// How many positions a query sees, its own among them; nil where it sees all.
    private let slidingWindow: Int?
    /// Whether queries that come together may be multiplied in bfloat16.
    private let isFast: Bool

    init(_ checkpoint: Checkpoint, layer: Int, _ compute: Compute, _ arithmetic: Arithmetic) throws(CheckpointError) {
        func linear(_ name: String, from inFeatures: Int, to outFeatures: Int) throws(CheckpointError) -> Linear {
            try Linear(
                checkpoint, "model.layers.\(layer).self_attn." + name, inFeatures: inFeatures, outFeatures: outFeatures, compute, arithmetic
            )
        }
        let configuration = checkpoint.configuration
        let (prefix, hiddenSize) = ("model.layers.\(layer).", configuration.hiddenSize)
        self.layer = layer
        heads = configuration.numAttentionHeads
        kvHeads = configuration.numKeyValueHeads
        headDim = configuration.headDim
        // The unit for matrices takes whole registers.
        isFast = arithmetic == .fast && headDim.isMultiple(of: 32)
        slidingWindow = configuration.layerTypes[layer] == .sliding ? configuration.slidingWindow : nil
        norm = try RMSNorm(checkpoint, prefix + "input_layernorm")
        q = try linear("q_proj", from: hiddenSize, to: configuration.querySize)
        k = try linear("k_proj", from: hiddenSize, to: configuration.keyValueSize)
        v = try linear("v_proj", from: hiddenSize, to: configuration.keyValueSize)
        out = try linear("o_proj", from: configuration.querySize, to: hiddenSize)
        sinks = try checkpoint.bfloat16(prefix + "self_attn.sinks", shape: [heads])
    }

    /// x += attention(norm(x))
    func forward(_ pass: Pass, _ space: Workspace, _ compute: Compute) {
        let kernels = compute.kernels
        compute.forEachToken(pass.count) { i in
            norm.normalize(space.x[i], into: space.t[i], kernels)
            space.t.round(i, of: pass.count, kernels)
        }
        compute.multiply(space.t, tokens: pass.count, by: (q, into: space.q), (k, into: space.k), (v, into: space.v))
        compute.forEachToken(pass.count) { i in
            kernels.f32_rope(space.q[i], space.cos[i], space.sin[i], heads, headDim / 2)
            kernels.f32_rope(space.k[i], space.cos[i], space.sin[i], kvHeads, headDim / 2)
            pass.rows[i].cache.store(keys: space.k[i], values: space.v[i], layer: layer, position: pass.rows[i].position, kernels)
        }
        attend(pass, space, compute)
        compute.forEachToken(pass.count) { i in
            space.attended.round(i, of: pass.count, kernels)
        }
        compute.multiply(space.attended, tokens: pass.count, by: (out, into: space.t))
        compute.forEachToken(pass.count) { i in
            kernels.f32_add_scaled(space.x[i], space.t[i], 1, out.outFeatures)
            space.faults.check(i, space.x[i], count: out.outFeatures, layer: layer, .attention)
        }
    }

    /// softmax(q·k / √headDim, sink)·v for every row and head; the heads that share keys and values are taken together, and rows of a sequence too,
    /// so that a page of keys and values is read once for all of them.
    private func attend(_ pass: Pass, _ space: Workspace, _ compute: Compute) {
        let (kernels, group) = (compute.kernels, heads / kvHeads)
        space.scratch.reserve((bf16_attention_bytes(group, headDim) + MemoryLayout<Float>.stride - 1) / MemoryLayout<Float>.stride)
        let scale = 1 / Float(headDim).squareRoot()
        // Runs go fastest: one thread goes over the same keys and values.
        let count = kvHeads * pass.runs.count
        compute.pool.forEach(count, by: max(1, count / (8 * compute.pool.threadCount))) { range, worker in
            for item in range {
                let (kvHead, index) = item.quotientAndRemainder(dividingBy: pass.runs.count)
                let (run, head) = (pass.runs[index], kvHead * group)
                let (cache, end) = (pass.rows[run.lowerBound].cache, pass.rows[run.lowerBound].position + 1)
                let (out, q) = (space.attended[run.lowerBound] + head * headDim, space.q[run.lowerBound] + head * headDim)
                cache.pages(layer: layer).withUnsafeBufferPointer { pages in
                    guard let base = pages.baseAddress else { return }
                    var pages = AttendedPages(
                        pages: base, keys: cache.layout.keyOffset(layer: layer, head: kvHead),
                        values: cache.layout.valueOffset(layer: layer, head: kvHead), is_eight_bit: cache.layout.precision == .int8 ? 1 : 0)
                    let window = slidingWindow ?? 0
                    // A single row is bound by reading, and exact all the same.
                    if let wide = kernels.bf16_attention, isFast, run.count >= 4, let scratch = space.scratch[worker] {
                        wide(out, q, space.q.width, &pages, run.count, end, window, sinks + head, scale, group, headDim, scratch)
                    } else {
                        kernels.f32_attention(out, q, space.q.width, &pages, run.count, end, window, sinks + head, scale, group, headDim)
                    }
                }
            }
        }
    }
}
