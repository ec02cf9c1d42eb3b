package import GPTOSS

extension KVPage: PrefixPage {}

extension Transformer: LanguageModel {
    package func cacheShape(step: Int) -> CacheShape {
        let window = CacheShape.Window(
            positions: configuration.slidingWindow, pageBytes: pageBytes.windowed, heldTokens: windowTokens(step: step))
        return CacheShape(pageTokens: pageTokens, pageBytes: pageBytes.full, window: pageBytes.windowed > 0 ? window : nil)
    }

    package func share(_ index: Int, of cache: KVCache) -> KVPage {
        cache.share(index)
    }

    package func take(_ page: KVPage, at index: Int, for cache: KVCache) {
        cache.take(page, at: index)
    }

    package func truncate(_ cache: KVCache, to count: Int) {
        cache.truncate(to: count)
    }

    package func forward(_ segments: [BatchSegment<KVCache>], logits: inout [Float]) throws(ModelFailure) {
        let faults = forward(
            segments.map {
                Segment(
                    cache: $0.cache, tokens: $0.tokens, wantsLogits: $0.wantsLogits, drafts: $0.drafts, screen: $0.screen, trace: $0.trace)
            }, logits: &logits)
        guard !faults.isEmpty else { return }
        throw ModelFailure(
            reason: "not a finite number in " + Set(faults.values).sorted().joined(separator: ", "), segments: Set(faults.keys))
    }
}
