import Foundation
import Testing

/// The inputs by which the fuzzer (Tests/Fuzz) reached what it reached, once more.
struct CorpusTests {
    @Test func holdsOfEveryInput() throws {
        // One input a line, in base64.
        let lines = try String(contentsOfFile: Bundle.module.bundlePath + "/Fixtures/corpus.txt", encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 100)
        for line in lines {
            let input = Array(try #require(Data(base64Encoded: String(line))))
            if let fault = GrammarProperty.violation(input) { Issue.record("\(line): \(fault)") }
        }
    }
}
