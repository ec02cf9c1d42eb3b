/// A network that continues token sequences: ids in, logits out. Synchronous; the engine calls it from its own executor, one call
/// at a time. Tests script it.
package protocol LanguageModel: Sendable {
    /// What the network remembers of one sequence (keys and values), of reference semantics: `forward` appends to it.
    associatedtype Cache

    /// Logits per position; token ids are below it.
    var vocabularySize: Int { get }
    /// The longest sequence that the network was made for, in tokens.
    var contextLength: Int { get }
    /// Bytes that a token takes in a cache, at most.
    var cacheBytesPerToken: Int { get }
    /// Tokens that a cache makes room for at a time.
    var cachePageTokens: Int { get }

    /// A cache of no tokens.
    func makeCache() -> Cache

    /// How many of the cache's first `count` tokens can be kept when the rest is forgotten; at most `count`.
    func reusableLength(of cache: Cache, upTo count: Int) -> Int

    /// Forgets all but the first `count` tokens, a length that `reusableLength` has answered.
    func truncate(_ cache: Cache, to count: Int)

    /// Runs one batch: each segment's tokens continue its cache, and no cache is in two segments.
    /// Appends `vocabularySize` logits, those after its last token, for each segment that wants them, in the segments' order.
    func forward(_ segments: [BatchSegment<Cache>], logits: inout [Float]) throws(ModelFailure)
}

extension LanguageModel {
    package var cachePageTokens: Int { 1 }

    package func reusableLength(of cache: Cache, upTo count: Int) -> Int { count }
}

/// One sequence's share of a step.
package struct BatchSegment<Cache> {
    package var cache: Cache
    /// Never empty.
    package var tokens: ArraySlice<Int32>
    package var wantsLogits: Bool

    package init(cache: Cache, tokens: ArraySlice<Int32>, wantsLogits: Bool) {
        self.cache = cache
        self.tokens = tokens
        self.wantsLogits = wantsLogits
    }
}

/// A step that the model could not run. The caches of its sequences are lost.
package struct ModelFailure: Error, Hashable {
    package var reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
