import Foundation
import JSON
import Testing

/// What Hugging Face transformers computes in float32, with the MXFP4 experts dequantised: see Tests/Fixtures/make_fixtures.py.
struct Golden {
    /// The prompt.
    let ids: [Int32]
    /// The greedy continuation.
    let greedy: [Int32]
    /// The twenty largest logits of the last position, largest first.
    let top: [(id: Int, logit: Float)]
    /// All logits of the last position; empty where the file leaves them out.
    let logits: [Float]

    static func load(_ path: String) throws -> [Golden] {
        let rows = try #require(Fixtures.json(path).arrayValue)
        return try rows.map { row in
            Golden(
                ids: try #require(row["ids"]?.arrayValue).compactMap(\.intValue).map(Int32.init),
                greedy: try #require(row["greedy"]?.arrayValue).compactMap(\.intValue).map(Int32.init),
                top: try (row["top"]?.arrayValue ?? []).map { pair in
                    (id: try #require(pair[0]?.intValue), logit: Float(try #require(pair[1]?.doubleValue)))
                },
                logits: (row["logits"]?.arrayValue ?? []).compactMap(\.doubleValue).map(Float.init))
        }
    }
}
