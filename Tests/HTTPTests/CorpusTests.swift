import Foundation
import Testing

/// The inputs by which the fuzzers (Tests/Fuzz) reached what they reached, once more.
@Suite struct CorpusTests {
    static let properties: [(name: String, violation: @Sendable ([UInt8]) -> String?)] = [
        ("request", RequestProperty.violation), ("chunks", ChunkProperty.violation), ("proxy", ProxyHeaderProperty.violation),
        ("host", HostProperty.violation), ("negotiation", NegotiationProperty.violation), ("forwarded", ForwardedProperty.violation),
    ]

    @Test(arguments: properties.map(\.name))
    func holdsOfEveryInput(_ name: String) throws {
        let violation = try #require(Self.properties.first { $0.name == name }).violation
        let inputs = try Self.inputs(name)
        #expect(inputs.count > 100)
        for input in inputs {
            if let fault = violation(input) { Issue.record("\(Data(input).base64EncodedString()): \(fault)") }
        }
    }

    /// One input a line, in base64.
    private static func inputs(_ name: String) throws -> [[UInt8]] {
        let file = try #require(Bundle.module.resourceURL).appending(path: "Corpus/\(name).txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            Array(try #require(Data(base64Encoded: String(line))))
        }
    }
}
