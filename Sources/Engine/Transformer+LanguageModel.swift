package import GPTOSS

extension Transformer: LanguageModel {
    package var cacheBytesPerToken: Int { KVCache.bytesPerToken(configuration) }
    package var cachePageTokens: Int { KVCache.pageTokens }

    package func truncate(_ cache: KVCache, to count: Int) {
        cache.truncate(to: count)
    }

    package func forward(_ segments: [BatchSegment<KVCache>], logits: inout [Float]) {
        forward(segments.map { Segment(cache: $0.cache, tokens: $0.tokens, wantsLogits: $0.wantsLogits) }, logits: &logits)
    }
}
