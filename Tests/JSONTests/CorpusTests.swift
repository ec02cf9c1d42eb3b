import Foundation
import Testing

/// The inputs by which the fuzzer (Tests/Fuzz) reached what it reached, once more.
@Suite struct CorpusTests {
    @Test func holdsOfEveryInput() throws {
        // One input a line, in base64.
        let file = try #require(Bundle.module.resourceURL).appending(path: "Corpus/json.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 100)
        for line in lines {
            let input = Array(try #require(Data(base64Encoded: String(line))))
            if let fault = JSONProperty.violation(input) { Issue.record("\(line): \(fault)") }
        }
    }
}
