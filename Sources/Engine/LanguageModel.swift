package import GPTOSS

/// A network that continues token sequences: ids in, logits out. Synchronous; the engine calls it from its own executor, one call
/// at a time. Tests script it.
package protocol LanguageModel: Sendable {
    /// What the network remembers of one sequence (keys and values), of reference semantics: `forward` appends to it.
    associatedtype Cache
    /// A page of it that several sequences share: its memory lives as long as one refers to it.
    associatedtype Page: PrefixPage

    /// Logits per position; token ids are below it.
    var vocabularySize: Int { get }
    /// The longest sequence that the network was made for, in tokens.
    var contextLength: Int { get }

    /// What caches take where a step runs at most so many tokens of a sequence.
    func cacheShape(step: Int) -> CacheShape

    /// A cache of no tokens.
    func makeCache() -> Cache

    /// A cache of the first `count` tokens of these pages, which hold no page more than those need and have the window before the next.
    func makeCache(of pages: [Page], count: Int) -> Cache

    /// Takes back all but the first `count` tokens, not more than the last few and none that are shared.
    func truncate(_ cache: Cache, to count: Int)

    /// A page of a cache, for others to read. Its tokens and those before it stay in the cache.
    func share(_ index: Int, of cache: Cache) -> Page

    /// Puts a shared page in the place of the cache's own of the same tokens, or behind its last page where that is whole.
    func take(_ page: Page, at index: Int, for cache: Cache)

    /// Runs one batch: each segment's tokens continue its cache, and no cache is in two segments.
    /// Appends `vocabularySize` logits, those after its last token and before each draft, for each segment that wants them, in the segments' order.
    func forward(_ segments: [BatchSegment<Cache>], logits: inout [Float]) throws(ModelFailure)
}

/// One sequence's share of a step.
package struct BatchSegment<Cache> {
    package var cache: Cache
    /// Never empty.
    package var tokens: ArraySlice<Int32>
    package var wantsLogits: Bool
    /// How many of its last tokens are guesses, so that the logits before each of them are wanted too.
    package var drafts: Int
    /// What of the logits is wanted, where not all are. Counts without guesses alone; a model may give all the same.
    package var screen: LogitScreen?
    /// Told which experts the tokens go to, where somebody wants to know. A model without experts has nothing to tell.
    package var trace: ExpertTrace?

    package init(
        cache: Cache, tokens: ArraySlice<Int32>, wantsLogits: Bool, drafts: Int = 0, screen: LogitScreen? = nil, trace: ExpertTrace? = nil
    ) {
        self.cache = cache
        self.tokens = tokens
        self.wantsLogits = wantsLogits
        self.drafts = drafts
        self.screen = screen
        self.trace = trace
    }
}

/// A step that the model could not run, or not for all segments. The caches of these are lost.
package struct ModelFailure: Error, Hashable {
    package var reason: String
    /// The segments that failed, by their index, where the others have been run and have their logits; nil: all failed.
    package var segments: Set<Int>?

    package init(reason: String, segments: Set<Int>? = nil) {
        self.reason = reason
        self.segments = segments
    }
}
