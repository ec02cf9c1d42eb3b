import Testing
import Tokenization

@Suite struct EncodingTests {
    @Test(arguments: Fixture.allCases)
    func agreesWithOtherPackages(fixture: Fixture) throws {
        let tokenizer = try fixture.tokenizer()
        for golden in try Fixture.goldens() {
            #expect(tokenizer.encode(golden.text) == golden.ids.ids(fixture.rawValue), "\(golden.text.debugDescription)")
            guard let special = golden.special?.ids(fixture.rawValue) else { continue }
            #expect(tokenizer.encode(golden.text, allowingSpecial: .all) == special, "\(golden.text.debugDescription)")
        }
    }

    @Test(arguments: Fixture.allCases)
    func decodingGivesTheTextBack(fixture: Fixture) throws {
        let tokenizer = try fixture.tokenizer()
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<300 {
            let text = RandomText.scalars(count: 200, from: &generator)
            #expect(Array(tokenizer.decode(tokenizer.encode(text)).utf8) == Array(text.utf8))
        }
    }

    @Test func appendsToWhatIsThere() throws {
        let tokenizer = try Fixture.digits.tokenizer()
        var ids: [Int32] = [7]
        tokenizer.encode("bread", into: &ids)
        #expect(ids == [7] + tokenizer.encode("bread"))
    }

    /// Pieces shorter and longer than where the merging changes its method, against the definition.
    @Test func mergesTheLowestRankFirstAndTheLeftmostOfEquals() throws {
        let tokenizer = try Fixture.o200k.tokenizer()
        var ranks: [[UInt8]: Int32] = [:]
        for id in Int32(0)..<520 { ranks[try #require(tokenizer.bytes(of: id))] = id }
        var generator = SeededGenerator(seed: 3)
        for length in Array(1...20) + Array(80...110) + [200, 511, 512, 513, 700] {
            let text = String((0..<length).map { _ in "abdehnorst".randomElement(using: &generator) ?? "a" })
            #expect(tokenizer.encode(text) == naiveMerge(Array(text.utf8), ranks), "\(text)")
        }
    }

    /// None of these would end in a lifetime if the time were quadratic.
    @Test(arguments: ["a", "A", " ", "\n", "\r\n", " \n", "'", "\u{301}", "\u{A0}", "日", "日A", "'s", "1", "!", "<", "\u{301}A"])
    func longRunsTakeNoQuadraticTime(unit: String) throws {
        #if DEBUG
            let length = 100_000
        #else
            let length = 1_000_000
        #endif
        let text = String(repeating: unit, count: length / unit.utf8.count)
        for fixture in [Fixture.digits, .gpt2] {
            let tokenizer = try fixture.tokenizer()
            #expect(tokenizer.decode(tokenizer.encode(text, allowingSpecial: .all)).utf8.elementsEqual(text.utf8))
        }
    }

    private func naiveMerge(_ piece: [UInt8], _ ranks: [[UInt8]: Int32]) -> [Int32] {
        var parts = piece.map { [$0] }
        while true {
            let candidates = parts.indices.dropLast().compactMap { index in ranks[parts[index] + parts[index + 1]].map { ($0, index) } }
            guard let (_, index) = candidates.min(by: <) else { break }
            parts[index] += parts.remove(at: index + 1)
        }
        return parts.compactMap { ranks[$0] }
    }
}
