import Foundation
import JSON
import OpenAI
import OrderedCollections
import Testing

/// The README's table of parameters and the code agree.
struct ParameterTableTests {
    struct Parameter: Sendable, Hashable, CustomTestStringConvertible {
        /// As a path: `reasoning.effort`.
        var name: String
        /// C, R, T or M.
        var api: String

        var testDescription: String { "\(name) (\(api))" }
    }

    /// The rows, a name and an API each. Where there are as many lists of APIs as names, each name has its own.
    static let parameters: [Parameter] = {
        let package = (0..<4).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }
        guard let text = try? String(contentsOf: package.appending(path: "README.md"), encoding: .utf8),
            let table = text.components(separatedBy: "### Parameter by parameter").last?.components(separatedBy: "\n## ").first
        else { return [] }
        return table.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let names = cells[0].components(separatedBy: ", ").map { $0.replacingOccurrences(of: "`", with: "") }
            let apis = cells[1].components(separatedBy: ", ").map { $0.split(separator: " ").map { String($0) } }
            return names.enumerated().flatMap { index, name in
                (apis.count == names.count ? apis[index] : apis.joined().map { $0 }).map { Parameter(name: name, api: $0) }
            }
        }
    }()

    private static let bases: [String: JSONValue] = [
        "C": ["model": "m", "messages": [["role": "user", "content": "Hi"]]], "R": ["model": "m", "input": "Hi"],
        "T": ["model": "m", "prompt": "Hi"], "M": ["model": "m", "max_tokens": 9, "messages": [["role": "user", "content": "Hi"]]],
    ]

    /// What a request says to a parameter whose value is most likely wrong: an error that names it, or its warnings.
    private func reaction(to parameter: Parameter) -> String {
        let path = parameter.name.split(separator: ".").map { String($0) }
        let value = path.dropFirst().reversed().reduce(JSONValue.string("?")) { .object([$1: $0]) }
        guard let base = Self.bases[parameter.api] else { return "no such API" }
        let body = base.with(.object([path[0]: value]))
        var context = RequestContext()
        context.capabilities.enforcesFormats = true
        do {
            let warnings =
                switch parameter.api {
                case "C": try ChatCompletionRequest(body, in: context).warnings
                case "R": try ResponsesRequest(body, in: context).warnings
                case "T": try CompletionRequest(body, in: context).warnings
                default: try MessagesRequest(body, in: context).warnings
                }
            return warnings.headerValue ?? ""
        } catch {
            return error.param ?? ""
        }
    }

    @Test(arguments: parameters)
    func whatTheTableNamesIsKnown(_ parameter: Parameter) {
        let reaction = reaction(to: parameter)
        #expect(!reaction.contains("unknown parameter"), "\(reaction)")
        #expect(reaction != "no such API")
    }

    @Test func theTestSeesWhatIsUnknown() {
        #expect(reaction(to: Parameter(name: "unheard.of", api: "R")).contains("unknown parameter 'unheard'"))
        #expect(Self.parameters.count > 100)
    }

    @Test(
        .enabled(if: Schema.isAvailable, "the published schemas do not lie beside the package"),
        arguments: [("CreateChatCompletionRequest", "C"), ("CreateResponse", "R"), ("CreateCompletionRequest", "T")])
    func everyPublishedParameterIsInTheTable(schema: String, api: String) throws {
        let known = Set(Self.parameters.filter { $0.api == api }.map { $0.name.split(separator: ".")[0] })
        let missing = try Schema.published.get().properties(of: schema).filter { !known.contains($0[...]) }
        #expect(missing.isEmpty)
    }
}
