import GPTOSS
import Testing

@Suite struct KVCacheTests {
    private func transformer(_ precision: CachePrecision) throws -> Transformer {
        var options = Transformer.Options()
        options.cachePrecision = precision
        return try Transformer.load(directory: Fixtures.tinyMoE, options: options)
    }

    /// Of 64 positions, keys and values, 4 layers, 2 heads of 32: each number has 4 bytes, or one and a scale for 32 of them.
    @Test(arguments: [(CachePrecision.float32, 64 * 2 * 4 * 2 * 32 * 4), (.int8, 64 * 2 * 4 * 2 * (32 + 4))])
    func growsByPagesAndShrinksWhenTruncated(_ precision: CachePrecision, pageBytes: Int) throws {
        let transformer = try transformer(precision)
        let cache = transformer.makeCache()
        let page = transformer.pageBytes.full + transformer.pageBytes.windowed
        #expect(page == pageBytes)
        #expect(cache.count == 0 && cache.bytes == 0)
        var logits: [Float] = []
        for (tokens, pages) in [(1, 1), (63, 1), (1, 2), (64, 3), (63, 3), (1, 4)] {
            transformer.forward(
                [.init(cache: cache, tokens: [Int32](repeating: 1, count: tokens)[...], wantsLogits: false)], logits: &logits)
            #expect(cache.bytes == pages * page)
        }
        #expect(cache.count == 193)
        #expect(logits.isEmpty)
        for (count, pages) in [(200, 4), (193, 4), (192, 3), (129, 3), (128, 2), (1, 1), (0, 0)] {
            cache.truncate(to: count)
            #expect(cache.count == min(count, 193))
            #expect(cache.bytes == pages * page)
        }
    }
}
