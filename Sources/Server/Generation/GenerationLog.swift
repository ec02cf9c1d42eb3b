import Foundation
import HTTP
import Harmony
import Logging
import OpenAI

/// Follows an answer to its end and tells then what it cost and how long it took, never what was said: in one line of the log, to the
/// metrics, to the usage log and to the key's limits.
struct GenerationLog: Sendable {
    private let logger: Logger
    private let metrics: AnswerMetrics
    private let requestID: String
    private let route: String
    private let model: String
    /// Holds the key's place until the answer has ended, also where the request is over before.
    private let lease = RequestScope.current?.lease
    private let started = ContinuousClock.now
    private var firstGrowth: ContinuousClock.Instant?

    init(_ logger: Logger, _ metrics: AnswerMetrics, request: Request, model: String) {
        var logger = logger
        logger[metadataKey: "request-id"] = "\(request.id)"
        if let client = request.client { logger[metadataKey: "client"] = "\(client)" }
        logger[metadataKey: "route"] = "\(request.path)"
        logger[metadataKey: "model"] = "\(model)"
        for (key, value) in RequestScope.current?.metadata ?? [:] { logger[metadataKey: key] = value }
        self.logger = logger
        self.metrics = metrics
        self.model = model
        (requestID, route) = (request.id, request.path)
    }

    mutating func answerGrew() {
        if firstGrowth == nil { firstGrowth = .now }
    }

    func finish(_ generations: AnswerGenerations) {
        let now = ContinuousClock.now
        let record = AnswerRecord(
            requestID: requestID, route: route, model: model, key: lease?.name, ended: Date(),
            ends: generations.choices.map { $0.end.map(Self.name) ?? "cancelled" }, usage: generations.usage,
            repairs: generations.repairs,
            seconds: (now - started).inSeconds, firstTokenSeconds: firstGrowth.map { ($0 - started).inSeconds })
        metrics.record(record)
        // The prompt's were charged when it was let in.
        lease?.charge(tokens: record.usage.outputTokens)
        var metadata = record.metadata
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
