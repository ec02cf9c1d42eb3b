import Harmony
import OpenAI

/// Counts what answers cost: for `/metrics` and for the usage log.
package struct AnswerMetrics: Sendable {
    private let registry: MetricsRegistry
    private let usageLog: UsageLog?

    package init(_ registry: MetricsRegistry, usageLog: UsageLog? = nil) {
        self.registry = registry
        self.usageLog = usageLog
    }

    func record(_ record: AnswerRecord) {
        usageLog?.append(record)
        let model = MetricLabel("model", record.model)
        for (kind, count) in record.tokens {
            registry.counter(.answerTokens, [model, MetricLabel("kind", kind)]).increment(by: Int64(count))
            if let key = record.key {
                registry.counter(.keyTokens, [MetricLabel("key", key), MetricLabel("kind", kind)]).increment(by: Int64(count))
            }
        }
        for (type, count) in [("input", record.usage.inputTokens), ("output", record.usage.outputTokens)] {
            registry.histogram(
                .tokenUsage, [MetricLabel("gen_ai_request_model", record.model), MetricLabel("gen_ai_token_type", type)]
            ).record(Double(count))
        }
        for (repair, count) in record.repairs {
            registry.counter(.repairs, [model, MetricLabel("repair", repair.rawValue)]).increment(by: Int64(count))
        }
        if let key = record.key { registry.counter(.keyAnswers, [MetricLabel("key", key)]).increment(by: Int64(1)) }
    }
}
