/// A model with the caches of its running sequences and those kept for reuse. Hides the model's own cache type from the engine.
protocol ModelSession {
    var vocabularySize: Int { get }
    /// Tokens in the caches kept for reuse, in whole pages.
    var pooledTokens: Int { get }

    /// Gives the sequence a cache; how many of the tokens it already holds, fewer than all.
    mutating func begin(_ id: SequenceID, tokens: [Int32]) -> Int
    /// Runs each sequence's tokens; logits as `LanguageModel.forward` gives them.
    func forward(_ batch: [SessionSegment], logits: inout [Float]) throws(ModelFailure)
    /// The sequence ends or is interrupted: its cache, which holds these tokens, is kept for reuse.
    mutating func retire(_ id: SequenceID, tokens: ArraySlice<Int32>)
    /// The sequence ends, and its cache is not to be trusted.
    mutating func discard(_ id: SequenceID)
    /// Drops caches kept for reuse, least recently used first, until they hold at most this many tokens.
    mutating func shrinkPool(to tokens: Int)
}

struct SessionSegment {
    let id: SequenceID
    let tokens: ArraySlice<Int32>
    let wantsLogits: Bool
}

struct CachingSession<Model: LanguageModel>: ModelSession {
    private let model: Model
    private var caches: [SequenceID: Model.Cache] = [:]
    private var pool: PrefixCachePool<Model.Cache>

    init(_ model: Model) {
        self.model = model
        pool = PrefixCachePool(page: CachePage(tokens: model.cachePageTokens))
    }

    var vocabularySize: Int { model.vocabularySize }
    var pooledTokens: Int { pool.totalTokens }

    mutating func begin(_ id: SequenceID, tokens: [Int32]) -> Int {
        guard let match = pool.take(for: tokens, reusable: model.reusableLength) else {
            caches[id] = model.makeCache()
            return 0
        }
        model.truncate(match.cache, to: match.length)
        caches[id] = match.cache
        return match.length
    }

    func forward(_ batch: [SessionSegment], logits: inout [Float]) throws(ModelFailure) {
        var segments: [BatchSegment<Model.Cache>] = []
        for segment in batch {
            guard let cache = caches[segment.id] else { continue }
            segments.append(BatchSegment(cache: cache, tokens: segment.tokens, wantsLogits: segment.wantsLogits))
        }
        precondition(segments.count == batch.count, "every running sequence has a cache")
        try model.forward(segments, logits: &logits)
    }

    mutating func retire(_ id: SequenceID, tokens: ArraySlice<Int32>) {
        guard let cache = caches.removeValue(forKey: id) else { return }
        pool.insert(cache, tokens: Array(tokens))
    }

    mutating func discard(_ id: SequenceID) {
        caches[id] = nil
    }

    mutating func shrinkPool(to tokens: Int) {
        pool.shrink(to: tokens)
    }
}
