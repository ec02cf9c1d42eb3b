import HTTP
import Harmony
import Logging
import OpenAI

/// One line for each answer: what it cost and how long it took, never what was said.
struct GenerationLog: Sendable {
    private let logger: Logger
    private let started = ContinuousClock.now
    private var firstGrowth: ContinuousClock.Instant?

    init(_ logger: Logger, request: Request, model: String) {
        var logger = logger
        logger[metadataKey: "request-id"] = "\(request.id)"
        if let client = request.client { logger[metadataKey: "client"] = "\(client)" }
        logger[metadataKey: "route"] = "\(request.path)"
        logger[metadataKey: "model"] = "\(model)"
        self.logger = logger
    }

    mutating func answerGrew() {
        if firstGrowth == nil { firstGrowth = .now }
    }

    func finish(_ generations: AnswerGenerations) {
        let now = ContinuousClock.now
        let usage = generations.usage
        let ends = generations.choices.map { $0.end.map(Self.name) ?? "cancelled" }
        var metadata: Logger.Metadata = [
            "end": "\(ends.joined(separator: " "))",
            "prompt-tokens": "\(usage.inputTokens)",
            "cached-tokens": "\(usage.cachedInputTokens)",
            "output-tokens": "\(usage.outputTokens)",
            "reasoning-tokens": "\(usage.reasoningTokens)",
            "seconds": "\((now - started).inSeconds.formatted(digits: 3))",
        ]
        if let firstGrowth {
            metadata["first-token-seconds"] = "\((firstGrowth - started).inSeconds.formatted(digits: 3))"
        }
        if let repairs = generations.repairSummary(separator: " ") { metadata["repairs"] = "\(repairs)" }
        if let reason = generations.choices.lazy.compactMap(Self.failure).first {
            metadata["reason"] = "\(reason)"
            logger.error("answer failed", metadata: metadata)
        } else {
            logger.info("answer", metadata: metadata)
        }
    }

    private static func failure(of generation: AnswerGeneration) -> String? {
        guard case .failed(let error) = generation.end else { return nil }
        return generation.failure ?? error.message
    }

    private static func name(_ end: AnswerEnd) -> String {
        switch end {
        case .stop: "stop"
        case .stopString: "stop-string"
        case .toolCalls: "tool-calls"
        case .length: "length"
        case .cancelled: "cancelled"
        case .failed: "failed"
        }
    }
}
