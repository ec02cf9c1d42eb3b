import CKernels
import Synchronization

/// The gpt-oss network on a mapped checkpoint: token ids in, logits out.
///
/// Immutable but for scratch memory under a lock: calls of `forward` from several threads wait for each other.
package final class Transformer: Sendable {
    /// One sequence's share of a batch: its next tokens, never none. A cache is in one segment of a batch at most.
    package struct Segment {
        package var cache: KVCache
        package var tokens: ArraySlice<Int32>
        /// Whether the logits after its last token are wanted.
        package var wantsLogits: Bool
        /// How many of its last tokens are guesses, so that the logits before each of them are wanted too.
        package var drafts: Int
        /// What of the logits is wanted, where not all are. Counts without guesses alone.
        package var screen: LogitScreen?
        /// Told which experts the tokens go to, where somebody wants to know.
        package var trace: ExpertTrace?

        package init(
            cache: KVCache, tokens: ArraySlice<Int32>, wantsLogits: Bool, drafts: Int = 0, screen: LogitScreen? = nil,
            trace: ExpertTrace? = nil
        ) {
            self.cache = cache
            self.tokens = tokens
            self.wantsLogits = wantsLogits
            self.drafts = drafts
            self.screen = screen
            self.trace = trace
        }
    }

    package struct Options: Sendable {
        package var threadCount = AvailableCores.count
        package var instructionSet = InstructionSet.best
        package var arithmetic = Arithmetic.exact
        /// Of caches that are made without a word about it.
        package var cachePrecision = CachePrecision.float32
        /// Whether a sequence's logits are the same to the bit whatever is in its batch, and however it is cut; single tokens take longer.
        package var isReproducible = false
        /// Whether each thread of the pool, but for the caller's, stays on a processor of its own.
        package var pinsThreads = false
        /// Whether the system is to keep those weights in memory that are used where they are mapped; an error where it does not let us.
        package var locksWeights = false
        /// Whether the head in fast arithmetic is screened where sequences do not want all logits.
        package var screening = Screening.whereItPays
        /// Whether packed weights are used.
        package var packing = Packing.use
        /// Rows of a pass; a longer batch takes several. Scratch memory grows with it: 0.16 MB a row for gpt-oss-20b, touched when first used.
        package var maximumRows = 512
        /// Told of the parts that are ready, of so many, while the network is made.
        package var progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }

        package init() {}
    }

    /// The weights, which all layers point into.
    package let checkpoint: Checkpoint
    package var configuration: ModelConfiguration { checkpoint.configuration }
    /// Logits a position; token ids are below it.
    package var vocabularySize: Int { configuration.vocabularySize }
    /// The longest sequence the model was made for. The caller keeps to it.
    package var contextLength: Int { configuration.maxPositionEmbeddings }

    let compute: Compute
    let layout: KVLayout
    private let pool = KVMemoryPool()
    private let embedding: Embedding
    private let block: [TransformerBlock]
    private let unembedding: Unembedding
    private let rope: RotaryEmbedding
    private let workspace: Mutex<Workspace>

    /// Opens the checkpoint in a directory. Reads its headers; in exact arithmetic it waits for no weights, in fast arithmetic for those that it
    /// rounds.
    package static func load(directory: String, options: Options = Options()) throws(CheckpointError) -> Transformer {
        try Transformer(Checkpoint.open(directory: directory), options: options)
    }

    package init(_ checkpoint: Checkpoint, options: Options = Options()) throws(CheckpointError) {
        let configuration = checkpoint.configuration
        let checkpoint = try options.packing.apply(to: checkpoint)
        self.checkpoint = checkpoint
        layout = KVLayout(configuration, options.cachePrecision)
        let set = options.instructionSet
        let pool = WorkerPool(threadCount: options.threadCount, isPinned: options.pinsThreads)
        compute = Compute(kernels: options.isReproducible ? set.kernelsAlike : set.kernels, pool: pool)
        try Self.adviseAboutWeights(checkpoint, options.arithmetic)
        embedding = try Embedding(checkpoint, "model.embed_tokens")
        var block: [TransformerBlock] = []
        let parts = configuration.numHiddenLayers + 1
        for layer in 0..<configuration.numHiddenLayers {
            options.progress(layer, parts)
            block.append(try TransformerBlock(checkpoint, layer: layer, compute, options.arithmetic))
        }
        self.block = block
        options.progress(parts - 1, parts)
        unembedding = try Unembedding(checkpoint, compute, options.arithmetic, options.screening)
        options.progress(parts, parts)
        rope = RotaryEmbedding(configuration)
        if options.locksWeights {
            try checkpoint.lock(configuration.tensors.filter { !DecodeCost.isRounded($0, options.arithmetic) })
        }
        workspace = Mutex(
            Workspace(configuration, capacity: max(1, options.maximumRows), compute, options.arithmetic))
    }

    /// Has the system begin to read what every token needs, if it is not in memory; experts and embeddings come as they are picked, experts in huge
    /// pages where files have them.
    private static func adviseAboutWeights(_ checkpoint: Checkpoint, _ arithmetic: Arithmetic) throws(CheckpointError) {
        let hasPacked = checkpoint.packed != nil
        for tensor in checkpoint.configuration.tensors
        where tensor.part != .embedding && !(hasPacked && DecodeCost.isRounded(tensor, arithmetic)) {
            try checkpoint.advise(tensor.part == .experts ? .hugePages : .willNeed, about: tensor)
        }
    }

    /// Bytes of the head that the last batch has read, as a share of all: less where it was screened.
    package var headShare: Double { workspace.withLock { _ in unembedding.share } }

    /// A cache of no tokens.
    package func makeCache() -> KVCache {
        KVCache(layout, pool)
    }

    /// The same in another precision than the network's own.
    package func makeCache(_ precision: CachePrecision) -> KVCache {
        KVCache(KVLayout(configuration, precision), pool)
    }

    /// A cache of the first `count` positions of pages that other caches have shared.
    package func makeCache(of pages: [KVPage], count: Int) -> KVCache {
        KVCache(layout, pool, pages: pages, count: count)
    }

    /// Runs one batch: each segment's tokens continue its cache. Appends `vocabularySize` logits, those after its last token and before each draft,
    /// for each segment that wants them, in the segments' order; where a segment has a screen, those that it can do without may be -inf.
    /// - Returns: segments, by their index, whose numbers ceased to be finite, and the name of the layer where they did. Their logits are of no use.
    @discardableResult
    package func forward(_ segments: [Segment], logits: inout [Float]) -> [Int: String] {
        workspace.withLock { space in
            var rows: [Pass.Row] = []
            var (wanted, screens): ([Int], [LogitScreen?]) = ([], [])
            var traced: [(row: Int, trace: ExpertTrace)] = []
            var faults: [Int: String] = [:]
            func run() {
                forward(Pass(rows: rows, traced: traced), space)
                let unbounded = unembedding.append(logitsOf: wanted, screens, space, to: &logits, compute)
                for (row, name) in rows.indices.compactMap({ row in space.faults[row].map { (row, $0) } }) {
                    faults[rows[row].segment] = faults[rows[row].segment] ?? name
                }
                for row in unbounded { faults[rows[row].segment] = faults[rows[row].segment] ?? Unembedding.name }
                rows.removeAll(keepingCapacity: true)
                wanted.removeAll(keepingCapacity: true)
                screens.removeAll(keepingCapacity: true)
                traced.removeAll(keepingCapacity: true)
            }
            for (index, segment) in segments.enumerated() {
                precondition(!segment.tokens.isEmpty, "a segment has a token")
                let first = segment.cache.count - segment.tokens.startIndex
                segment.cache.extend(by: segment.tokens.count)
                segment.trace?.begin(
                    layers: block.count, experts: configuration.numExperts, expertsPerToken: configuration.expertsPerToken)
                for (i, token) in zip(segment.tokens.indices, segment.tokens) {
                    if rows.count == space.capacity { run() }
                    rows.append(Pass.Row(token: token, cache: segment.cache, position: first + i, segment: index))
                    if let trace = segment.trace, first + i >= trace.firstPosition { traced.append((rows.count - 1, trace)) }
                    if segment.wantsLogits, i + segment.drafts + 1 >= segment.tokens.endIndex {
                        wanted.append(rows.count - 1)
                        screens.append(segment.drafts == 0 ? segment.screen : nil)
                    }
                }
            }
            if !rows.isEmpty { run() }
            return faults
        }
    }

    /// Leaves the residual stream after the last layer in `space.x`.
    private func forward(_ pass: Pass, _ space: Workspace) {
        compute.forEachToken(pass.count) { i in
            embedding.embed(pass.rows[i].token, into: space.x[i], compute.kernels)
            space.faults.begin(i, embedding: space.x[i], count: embedding.width)
            rope.fill(cos: space.cos[i], sin: space.sin[i], position: pass.rows[i].position)
        }
        for block in block {
            block.forward(pass, space, compute)
        }
    }
}
