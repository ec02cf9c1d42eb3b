import JSON
import Testing
import Tokenization

/// Every code point there is, in eleven places each; a digest for each 1,024 of them. Every 61st block in an unoptimised build.
@Suite(.enabled(if: Oracle.isPresent, Oracle.absence))
struct UnicodeBlockTests {
    #if DEBUG
        static let step = 61
    #else
        static let step = 1
    #endif

    @Test(arguments: 0..<8)
    func encodesEveryCodePointInEveryPlace(part: Int) throws {
        let tokenizer = try Oracle.tokenizer()
        let document = try Oracle.document("unicode_blocks.json")
        let templates = (document["templates"]?.arrayValue ?? []).compactMap { $0.stringValue.map { Array($0.utf8) } }
        let blocks = document["blocks"]?.arrayValue ?? []
        try #require(templates.count == 11 && blocks.count == 1086)
        for index in stride(from: part * Self.step, to: blocks.count, by: 8 * Self.step) {
            let block = blocks[index]
            let first = try #require(block["first"]?.intValue)
            let lines = lines(for: first...(block["last"]?.intValue ?? first), templates: templates, tokenizer: tokenizer)
            #expect(SHA256.hexDigest(of: lines) == (try block.string("sha256")), "code points from \(first)")
        }
    }

    private func lines(for codePoints: ClosedRange<Int>, templates: [[UInt8]], tokenizer: Tokenizer) -> [UInt8] {
        var lines: [UInt8] = []
        var ids: [Int32] = []
        var text: [UInt8] = []
        for scalar in codePoints.lazy.compactMap({ Unicode.Scalar(UInt32($0)) }) {
            let character = Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            for template in templates {
                text.removeAll(keepingCapacity: true)
                for byte in template {
                    if byte == UInt8(ascii: "X") { text += character } else { text.append(byte) }
                }
                ids.removeAll(keepingCapacity: true)
                tokenizer.encode(String(decoding: text, as: UTF8.self), into: &ids)
                for (index, id) in ids.enumerated() {
                    if index > 0 { lines.append(UInt8(ascii: " ")) }
                    append(id, to: &lines)
                }
                lines.append(UInt8(ascii: "\n"))
            }
        }
        return lines
    }

    /// In decimal.
    private func append(_ number: Int32, to bytes: inout [UInt8]) {
        var divisor: Int32 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
