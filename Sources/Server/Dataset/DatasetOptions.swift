import Foundation
import OpenAI

/// What `chorale dataset` makes, and of what.
package struct DatasetOptions: Sendable {
    /// How the conversations are written: `chat`, `responses`, `harmony`; `nil`: each line says it itself.
    package var form: String?
    /// How they are rendered, for training.
    package var rendering = HarmonyCommand.Options()
    /// Reasoning effort where a line names none.
    package var effort = EffortChoice.medium
    /// Whether each turn becomes an example of its own, with the reasoning that belongs to it.
    package var splitsTurns = false
    /// Tokens of an example at most, and of a row; `nil`: no limit.
    package var sequenceLength: Int?
    /// Whether examples are put together to rows.
    package var packs = false
    package var long = LongExamples.truncate
    package var format = Format.jsonl
    /// Tokens of a shard at most, unless one example has more.
    package var shardTokens = 4 << 20
    /// How many work at the same time; 0: one for each processor.
    package var jobs = 0
    package var checks = Checks.none
    /// Whether lines that cannot be read or rendered are left out.
    package var skipsBad = false

    package enum Format: String, Sendable, CaseIterable {
        /// One JSON object an example, or a row where examples are packed.
        case jsonl
        /// A folder of shards, each of several `.npy` files.
        case npy
        /// A folder of shards, each a `.safetensors` file.
        case safetensors
    }

    /// What becomes of an example that is too long.
    package enum LongExamples: String, Sendable, CaseIterable {
        /// Its end is cut off.
        case truncate
        /// It is left out.
        case drop
    }

    package enum Checks: Sendable, Hashable {
        case none
        /// Beside the work.
        case report
        /// In place of it.
        case only
    }

    package init() {}
}

/// Why a dataset was not made, or not all of it.
package enum DatasetError: Error, Hashable, CustomStringConvertible {
    case noInput(String)
    /// A line that cannot be used, told as `file:line: error: …`.
    case badLine(String)
    case unwritable(path: String, reason: String)
    case badOption(name: String, expected: String)

    package var description: String {
        switch self {
        case .noInput(let path): "\(path) has no .jsonl or .ndjson files"
        case .badLine(let text): text
        case .unwritable(let path, let reason): "cannot write \(path): \(reason)"
        case .badOption(let name, let expected): "\(name) should be \(expected)"
        }
    }
}
