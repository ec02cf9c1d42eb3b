import Engine
import Foundation
import GPTOSS
import JSON
import Logging
import MetricsTestKit

/// The small checkpoint in Tests/Fixtures, with what transformers makes of some prompts.
enum TinyMoE {
    struct Golden: Sendable {
        let prompt: [Int32]
        let greedy: [Int32]
    }

    private static let directory = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/tiny-moe").standardizedFileURL.path

    static func goldens() throws -> [Golden] {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: directory + "/golden.json")))
        return try JSONValue(parsing: bytes).arrayValue?.map { golden in
            Golden(prompt: ids(golden["ids"]), greedy: ids(golden["greedy"]))
        } ?? []
    }

    private static func ids(_ value: JSONValue?) -> [Int32] {
        value?.arrayValue?.compactMap { $0.intValue.map(Int32.init) } ?? []
    }

    static func transformer(_ options: Transformer.Options = Transformer.Options()) throws -> Transformer {
        try Transformer.load(directory: directory, options: options)
    }

    static func engine(
        _ options: Transformer.Options = Transformer.Options(), _ change: (inout EngineConfiguration) -> Void = { _ in }
    ) throws -> InferenceEngine {
        var configuration = EngineConfiguration()
        change(&configuration)
        return InferenceEngine(
            model: try transformer(options), configuration: configuration,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, metrics: TestMetrics())
    }
}
