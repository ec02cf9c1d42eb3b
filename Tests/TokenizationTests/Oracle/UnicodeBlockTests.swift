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
        let templates = (document["templates"]?.arrayValue ?? []).compactMap {
            $0.stringValue?.split(separator: "X", omittingEmptySubsequences: false)
        }
        let blocks = document["blocks"]?.arrayValue ?? []
        try #require(templates.count == 11 && blocks.count == 1086)
        for index in stride(from: part * Self.step, to: blocks.count, by: 8 * Self.step) {
            let block = blocks[index]
            let first = try #require(block["first"]?.intValue)
            let lines = lines(for: first...(block["last"]?.intValue ?? first), templates: templates, tokenizer: tokenizer)
            #expect(SHA256.hexDigest(of: lines) == (try block.string("sha256")), "code points from \(first)")
        }
    }

    private func lines(for codePoints: ClosedRange<Int>, templates: [[Substring]], tokenizer: Tokenizer) -> [UInt8] {
        var lines: [UInt8] = []
        var ids: [Int32] = []
        for scalar in codePoints.lazy.compactMap({ Unicode.Scalar(UInt32($0)) }) {
            for template in templates {
                ids.removeAll(keepingCapacity: true)
                tokenizer.encode(template.joined(separator: String(scalar)), into: &ids)
                for (index, id) in ids.enumerated() {
                    if index > 0 { lines.append(UInt8(ascii: " ")) }
                    lines.append(contentsOf: String(id).utf8)
                }
                lines.append(UInt8(ascii: "\n"))
            }
        }
        return lines
    }
}
