import Foundation
import Grammar
import JSON
import Testing

/// The cases of the JSON Schema test suite, where `JSON_SCHEMA_TEST_SUITE` is the folder of a draft (`…/tests/draft2020-12`).
@Suite(.enabled(if: ProcessInfo.processInfo.environment["JSON_SCHEMA_TEST_SUITE"] != nil))
struct SuiteTests {
    /// Where the grammar differs by design: formats are held to, if in a stricter form; `oneOf` counts as `anyOf`; a metaschema says nothing.
    private static func isException(_ file: String, _ isAccepted: Bool) -> Bool {
        switch file {
        case "oneOf.json": isAccepted
        case "format.json", "vocabulary.json": true
        case _ where file.hasPrefix("optional/format/"): !isAccepted || !formats.contains(where: file.hasSuffix)
        default: false
        }
    }

    private static let formats = ["date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"].map { "/\($0).json" }

    @Test func everySchemaIsHeldToOrRefused() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["JSON_SCHEMA_TEST_SUITE"])
        let compiler = try Vocabularies.compiler()
        var (agreeing, refused) = (0, 0)
        var reasons: [String: Int] = [:]
        for file in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() where file.hasSuffix(".json") {
            let text = try Data(contentsOf: URL(filePath: folder + "/" + file))
            guard let groups = try? JSONValue(parsing: text).arrayValue else {
                print("not read: \(file)")
                continue
            }
            for group in groups {
                let tests = group["tests"]?.arrayValue ?? []
                let grammar: CompiledGrammar
                do {
                    grammar = try compiler.compile(.source(.jsonSchema(try #require(group["schema"]))))
                } catch GrammarError.impossible where tests.allSatisfy({ $0["valid"] == false }) {
                    agreeing += tests.count
                    continue
                } catch {
                    refused += tests.count
                    reasons["\(error)".split(separator: "(")[0].description, default: 0] += tests.count
                    continue
                }
                for test in tests {
                    let data = try #require(test["data"])
                    let isAccepted = data.orders.contains { grammar.matches($0.serialized) }
                    let name = test["description"]?.stringValue ?? ""
                    if isAccepted == (test["valid"] == true) {
                        agreeing += 1
                    } else if !Self.isException(file, isAccepted) {
                        Issue.record("\(file): \(group["description"]?.stringValue ?? ""): \(name): \(isAccepted) \(data.serialized)")
                    }
                }
            }
        }
        print("\(agreeing) cases agree; of schemas that are refused there are \(refused):")
        for (reason, count) in reasons.sorted(by: { $0.value > $1.value }) { print("  \(count) \(reason)") }
        #expect(agreeing > refused)
    }
}
