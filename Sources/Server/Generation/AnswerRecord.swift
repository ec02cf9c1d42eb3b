import Foundation
import Harmony
import JSON
import Logging
import OpenAI

/// What an answer cost and how it ended, never what was said: for the log, the metrics, the usage log and the key's limits.
struct AnswerRecord: Sendable {
    var requestID: String
    var route: String
    var model: String
    /// Nil where no keys are asked for.
    var key: String?
    var ended: Date
    /// Of each choice.
    var ends: [String]
    var usage: TokenUsage
    var repairs: [HarmonyRepair: Int]
    var seconds: Double
    /// Nil where nothing was said.
    var firstTokenSeconds: Double?

    /// The tokens by kind; their sum is what the engine read and wrote, and what it did not have to read again.
    var tokens: [(kind: String, count: Int)] {
        [
            ("prompt", usage.inputTokens - usage.cachedInputTokens), ("cached", usage.cachedInputTokens),
            ("reasoning", usage.reasoningTokens), ("answer", usage.outputTokens - usage.reasoningTokens),
        ]
    }

    /// One line of the usage log.
    var usageLine: JSONValue {
        [
            "time": .string(ended.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
            "request_id": .string(requestID), "key": key.map { .string($0) } ?? .null, "model": .string(model), "route": .string(route),
            "end": .string(ends.joined(separator: " ")), "prompt_tokens": .integer(usage.inputTokens),
            "cached_tokens": .integer(usage.cachedInputTokens), "output_tokens": .integer(usage.outputTokens),
            "reasoning_tokens": .integer(usage.reasoningTokens), "seconds": .double(Self.rounded(seconds)),
            "first_token_seconds": firstTokenSeconds.map { .double(Self.rounded($0)) } ?? .null,
        ]
    }

    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "end": "\(ends.joined(separator: " "))",
            "prompt-tokens": "\(usage.inputTokens)",
            "cached-tokens": "\(usage.cachedInputTokens)",
            "output-tokens": "\(usage.outputTokens)",
            "reasoning-tokens": "\(usage.reasoningTokens)",
            "seconds": "\(seconds.formatted(digits: 3))",
        ]
        if let firstTokenSeconds { metadata["first-token-seconds"] = "\(firstTokenSeconds.formatted(digits: 3))" }
        return metadata
    }

    private static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
}
