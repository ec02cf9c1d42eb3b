import Engine
import Synchronization

/// A model whose answer is a function of all tokens before it, so that a cache cut or shared wrongly shows in the output.
/// It writes down every step.
final class ScriptedModel: LanguageModel {
    /// Guarded by the engine, which uses a cache in one step at a time.
    final class Cache {
        var tokens: [Int32] = []
    }

    struct Page: PrefixPage {
        var tokens: ArraySlice<Int32>
        var hasWindow = true
        var withoutWindow: Page { Page(tokens: tokens, hasWindow: false) }
    }

    struct Segment: Hashable {
        /// What the cache held.
        let cached: [Int32]
        let tokens: [Int32]
        let wantsLogits: Bool
        let drafts: Int
    }

    struct Script: Sendable {
        var vocabularySize = 50
        var contextLength = 1000
        var cacheBytesPerToken = 10
        var cachePageTokens = 1
        /// The most probable token after these.
        var next: @Sendable ([Int32]) -> Int32 = ScriptedModel.hashed
        /// Whether only the segment fails for which `fails` holds, not the whole step.
        var failsAlone = false
        /// Throws in a step with a segment for which this holds.
        var fails: @Sendable ([Int32]) -> Bool = { _ in false }
        /// Positions that some layers see; as many bytes of a page are for them as for the others.
        var window: Int?
    }

    private let script: Script
    private let gate: Gate?
    private let record = Mutex<[[Segment]]>([])

    /// - Parameter gate: each step passes it, after it was written down.
    init(_ script: Script = Script(), gate: Gate? = nil) {
        self.script = script
        self.gate = gate
    }

    var steps: [[Segment]] { record.withLock { $0 } }

    /// Steps with a segment whose sequence begins with this token.
    func steps(beginningWith token: Int32) -> [Segment] {
        steps.flatMap { $0 }.filter { ($0.cached + $0.tokens).first == token }
    }

    var vocabularySize: Int { script.vocabularySize }
    var contextLength: Int { script.contextLength }

    func cacheShape(step: Int) -> CacheShape {
        let page = script.cachePageTokens
        return CacheShape(
            pageTokens: page, pageBytes: script.cacheBytesPerToken * page,
            window: script.window.map { .init(positions: $0, pageBytes: script.cacheBytesPerToken * page, heldTokens: $0 + step) })
    }

    func makeCache() -> Cache { Cache() }

    func makeCache(of pages: [Page], count: Int) -> Cache {
        let first = script.window.map { max(0, count - $0 + 1) / script.cachePageTokens } ?? pages.count
        precondition(pages.dropFirst(first).allSatisfy(\.hasWindow), "the window is there")
        let cache = Cache()
        cache.tokens = Array(pages.flatMap(\.tokens).prefix(count))
        precondition(cache.tokens.count == count && (count - 1) / script.cachePageTokens + 1 == pages.count)
        return cache
    }

    func truncate(_ cache: Cache, to count: Int) {
        cache.tokens.removeLast(cache.tokens.count - count)
    }

    func share(_ index: Int, of cache: Cache) -> Page {
        Page(tokens: cache.tokens[(index * script.cachePageTokens)...].prefix(script.cachePageTokens))
    }

    func take(_ page: Page, at index: Int, for cache: Cache) {
        let first = index * script.cachePageTokens
        if first == cache.tokens.count { cache.tokens += page.tokens }
        precondition(cache.tokens[first..<first + script.cachePageTokens].elementsEqual(page.tokens), "pages have the same tokens")
    }

    func forward(_ segments: [BatchSegment<Cache>], logits: inout [Float]) throws(ModelFailure) {
        record.withLock { record in
            record.append(
                segments.map { Segment(cached: $0.cache.tokens, tokens: Array($0.tokens), wantsLogits: $0.wantsLogits, drafts: $0.drafts) })
        }
        gate?.pass()
        var failed: Set<Int> = []
        for (index, segment) in segments.enumerated() {
            for (i, token) in zip(segment.tokens.indices, segment.tokens) {
                segment.cache.tokens.append(token)
                if segment.wantsLogits, i + segment.drafts + 1 >= segment.tokens.endIndex {
                    logits += self.logits(after: segment.cache.tokens)
                }
            }
            if script.fails(segment.cache.tokens) { failed.insert(index) }
        }
        if !failed.isEmpty { throw ModelFailure(reason: "scripted", segments: script.failsAlone ? failed : nil) }
    }

    /// Highest at the scripted token; the rest differ by token and by what came before.
    private func logits(after tokens: [Int32]) -> [Float] {
        let top = script.next(tokens)
        return (0..<Int32(vocabularySize)).map { id in id == top ? 3 : Float(Self.mix(tokens + [id]) % 1000) / 500 }
    }

    /// What greedy sampling makes of a prompt.
    func greedy(_ prompt: [Int32], count: Int) -> [Int32] {
        var tokens = prompt
        for _ in 0..<count { tokens.append(script.next(tokens)) }
        return Array(tokens[prompt.count...])
    }

    /// 1…49: never 0, which tests use as a stop token.
    static let hashed: @Sendable ([Int32]) -> Int32 = { tokens in Int32(mix(tokens) % 49) + 1 }

    /// FNV-1a with a final shuffle.
    private static func mix(_ tokens: [Int32]) -> UInt64 {
        let hash = tokens.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64(UInt32(bitPattern: $1))) &* 0x100_0000_01b3 }
        return (hash ^ (hash >> 29)) % 1_000_003
    }
}
