package import Engine
package import OpenAI
import Synchronization

/// How many tokens answers take at each effort, of late: what effort `auto` is chosen by.
package final class EffortStatistics: Sendable {
    /// Exponential means, of which each new answer is a tenth.
    private let means = Mutex(EffortForecast().tokens)

    package init() {}

    /// An answer ended by itself.
    func record(tokens: Int, at effort: RequestedEffort) {
        means.withLock { means in
            guard let mean = means[effort.effective] else { return }
            means[effort.effective] = mean + 0.1 * (Double(tokens) - mean)
        }
    }

    /// What an answer that is asked for now would take.
    package func forecast(_ load: EngineLoad) -> EffortForecast {
        var forecast = EffortForecast()
        forecast.tokens = means.withLock { $0 }
        forecast.prefillTokensPerSecond = load.prefillTokensPerSecond
        forecast.decodeTokensPerSecond = load.decodeTokensPerSecond / Double(load.running + 1)
        if load.decodeTokensPerSecond > 0 {
            forecast.queueSeconds = Double(load.waiting) * (forecast.tokens[.medium] ?? 0) / load.decodeTokensPerSecond
        }
        return forecast
    }
}
