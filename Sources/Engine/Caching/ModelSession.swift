import GPTOSS

/// A model with the caches of its running sequences and what is kept for reuse. Hides the model's own cache type from the engine.
protocol ModelSession {
    var vocabularySize: Int { get }
    /// Tokens in pages that nobody runs on.
    var idleTokens: Int { get }
    /// Bytes of the pages that running sequences share.
    var sharedBytes: Int { get }

    /// Gives the sequence a cache; how many of the tokens it already holds, fewer than all.
    /// - Parameter turnEnd: the length at which the next turn is expected to go on.
    mutating func begin(_ id: SequenceID, tokens: [Int32], turnEnd: Int) -> Int
    /// Gives the sequence, whose cache holds the first `computed` tokens, pages that others have run meanwhile; how many it holds then.
    mutating func catchUp(_ id: SequenceID, tokens: [Int32], computed: Int) -> Int
    /// Shares what the sequence has run.
    mutating func publish(_ id: SequenceID, tokens: [Int32], computed: Int)
    /// How many of a sequence's tokens are in pages that it shares.
    func sharedTokens(_ id: SequenceID) -> Int
    /// How many of these tokens running sequences hold.
    func sharedPrefix(of tokens: [Int32]) -> Int
    /// Runs each sequence's tokens; logits as `LanguageModel.forward` gives them.
    func forward(_ batch: [SessionSegment], logits: inout [Float]) throws(ModelFailure)
    /// Takes back what the sequence has run beyond its first `count` tokens: guesses.
    func truncate(_ id: SequenceID, to count: Int)
    /// The sequence ends or is interrupted: its cache, which holds the first `computed` tokens, is kept for reuse.
    mutating func retire(_ id: SequenceID, tokens: [Int32], computed: Int)
    /// The sequence ends, and its cache is not to be trusted.
    mutating func discard(_ id: SequenceID)
    /// Drops what is kept for reuse, least recently used first, until pages that can be shared take at most this many bytes.
    mutating func shrink(to bytes: Int)
}

struct SessionSegment {
    let id: SequenceID
    let tokens: ArraySlice<Int32>
    let wantsLogits: Bool
    /// Of its tokens, how many are guesses: the last.
    let drafts: Int
    let screen: LogitScreen?
    let trace: ExpertTrace?
}

struct CachingSession<Model: LanguageModel>: ModelSession {
    private struct Sequence {
        let cache: Model.Cache
        var path: PrefixTree<Model.Page>.Path
    }

    private let model: Model
    private var sequences: [SequenceID: Sequence] = [:]
    private let tree: PrefixTree<Model.Page>

    init(_ model: Model, shape: CacheShape) {
        self.model = model
        tree = PrefixTree(shape: shape)
    }

    var vocabularySize: Int { model.vocabularySize }
    var idleTokens: Int { tree.idleTokens }
    var sharedBytes: Int { tree.pinnedBytes }

    mutating func begin(_ id: SequenceID, tokens: [Int32], turnEnd: Int) -> Int {
        let match = tree.match(tokens)
        let cache = match.count > 0 ? model.makeCache(of: match.pages, count: match.count) : model.makeCache()
        sequences[id] = Sequence(cache: cache, path: tree.begin(match, turnEnds: [turnEnd]))
        return match.count
    }

    mutating func catchUp(_ id: SequenceID, tokens: [Int32], computed: Int) -> Int {
        guard var sequence = sequences[id], sequence.path.nodes.count * tree.shape.pageTokens == computed else { return computed }
        while let page = tree.next(&sequence.path, tokens: tokens) {
            model.take(page, at: sequence.path.nodes.count - 1, for: sequence.cache)
        }
        sequences[id] = sequence
        return sequence.path.nodes.count * tree.shape.pageTokens
    }

    mutating func publish(_ id: SequenceID, tokens: [Int32], computed: Int) {
        guard var sequence = sequences[id] else { return }
        let cache = sequence.cache
        tree.publish(&sequence.path, tokens: tokens, computed: computed) { index in
            model.share(index, of: cache)
        } take: { page, index in
            model.take(page, at: index, for: cache)
        }
        sequences[id] = sequence
    }

    func sharedTokens(_ id: SequenceID) -> Int {
        (sequences[id]?.path.nodes.count ?? 0) * tree.shape.pageTokens
    }

    func sharedPrefix(of tokens: [Int32]) -> Int { tree.pinnedPrefix(of: tokens) }

    func forward(_ batch: [SessionSegment], logits: inout [Float]) throws(ModelFailure) {
        var segments: [BatchSegment<Model.Cache>] = []
        for segment in batch {
            guard let cache = sequences[segment.id]?.cache else { continue }
            segments.append(
                BatchSegment(
                    cache: cache, tokens: segment.tokens, wantsLogits: segment.wantsLogits, drafts: segment.drafts,
                    screen: segment.screen, trace: segment.trace))
        }
        precondition(segments.count == batch.count, "every running sequence has a cache")
        try model.forward(segments, logits: &logits)
    }

    func truncate(_ id: SequenceID, to count: Int) {
        if let cache = sequences[id]?.cache { model.truncate(cache, to: count) }
    }

    mutating func retire(_ id: SequenceID, tokens: [Int32], computed: Int) {
        publish(id, tokens: tokens, computed: computed)
        guard let sequence = sequences.removeValue(forKey: id) else { return }
        tree.end(sequence.path, tokens: tokens[..<computed]) { model.share($0, of: sequence.cache) }
    }

    mutating func discard(_ id: SequenceID) {
        guard let sequence = sequences.removeValue(forKey: id) else { return }
        tree.leave(sequence.path)
    }

    mutating func shrink(to bytes: Int) {
        tree.shrink(to: bytes)
    }
}
