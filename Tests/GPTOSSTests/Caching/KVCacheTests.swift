import GPTOSS
import Testing

@Suite struct KVCacheTests {
    private func transformer() throws -> Transformer {
        try Transformer.load(directory: Fixtures.tinyMoE)
    }

    @Test func growsByPagesAndShrinksWhenTruncated() throws {
        let transformer = try transformer()
        let cache = transformer.makeCache()
        let page = transformer.pageBytes.full + transformer.pageBytes.windowed
        #expect(page == 64 * 2 * 4 * 64 * 4)
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
