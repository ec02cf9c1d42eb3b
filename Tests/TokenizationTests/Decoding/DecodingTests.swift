import Testing
import Tokenization

@Suite struct DecodingTests {
    @Test(arguments: [-1, 524, 1_000_000, Int32.min, Int32.max])
    func idsWithoutATokenHaveNoBytes(id: Int32) throws {
        let tokenizer = try Fixture.o200k.tokenizer()
        #expect(tokenizer.vocabularySize == 524)
        #expect(tokenizer.bytes(of: id) == nil)
        #expect(tokenizer.decode([id]) == "\u{FFFD}")
        var bytes: [UInt8] = [1]
        let isToken = tokenizer.appendBytes(of: id, to: &bytes)
        #expect(!isToken && bytes == [1])
    }

    @Test func decodesBytesThatAreNoTextToReplacements() throws {
        let tokenizer = try Fixture.o200k.tokenizer()
        let halves = tokenizer.encode("日").prefix(2)
        #expect(tokenizer.decode(halves + tokenizer.encode("x")) == "\u{FFFD}x")
    }
}

@Suite struct UTF8DecoderTests {
    @Test func givesACharacterWhenItIsComplete() {
        var decoder = UTF8Decoder()
        #expect(decoder.push([0x61, 0xF0, 0x9F]) == "a")
        #expect(decoder.push([0x8D]) == "")
        #expect(decoder.push([0x9E, 0xE6]) == "🍞")
        #expect(decoder.finish() == "\u{FFFD}")
        #expect(decoder.finish() == "")
        #expect(decoder.push([0x62]) == "b")
    }

    /// Unicode §3.9, table 3-8 and around: ill-formed sequences, each with its number of replacements.
    @Test(
        arguments: [
            ([0xC0, 0xAF], 2), ([0xE0, 0x80, 0xBF], 3), ([0xED, 0xA0, 0x80], 3), ([0xF4, 0x91, 0x92, 0x93], 4), ([0xFF], 1),
            ([0xE1, 0x80], 1), ([0xF0, 0x91, 0x92], 1), ([0xF1, 0xBF, 0x41], 2), ([0xC2, 0x41, 0x80], 3), ([0xF0, 0x80, 0x80, 0x41], 4),
        ] as [([UInt8], Int)])
    func replacesMaximalSubparts(bytes: [UInt8], scalars: Int) {
        var decoder = UTF8Decoder()
        let text = bytes.map { decoder.push([$0]) }.joined() + decoder.finish()
        #expect(text.unicodeScalars.count == scalars)
        #expect(Array(text.utf8) == Array(String(decoding: bytes, as: UTF8.self).utf8))
    }

    @Test func theCutsMakeNoDifference() {
        var generator = SeededGenerator(seed: 4)
        let crucial: [UInt8] = [0x41, 0x80, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE6, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0x8F, 0x90]
        for _ in 0..<3000 {
            let bytes = (0..<12).map { _ in crucial.randomElement(using: &generator) ?? 0 }
            var decoder = UTF8Decoder()
            var text = ""
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 0...min(4, rest.count), using: &generator)
                text += decoder.push(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            text += decoder.finish()
            #expect(Array(text.utf8) == Array(String(decoding: bytes, as: UTF8.self).utf8), "\(bytes)")
        }
    }
}
