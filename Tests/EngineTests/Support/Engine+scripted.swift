import Engine
import Logging
import MetricsTestKit
import Sampling

extension InferenceEngine {
    static func scripted(
        _ model: ScriptedModel, metrics: TestMetrics = TestMetrics(), _ change: (inout EngineConfiguration) -> Void = { _ in }
    ) -> InferenceEngine {
        var configuration = EngineConfiguration()
        // Steps are told one by one.
        configuration.speculation = .never
        change(&configuration)
        return InferenceEngine(
            model: model, configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            metrics: metrics)
    }

    /// Greedy unless told otherwise, without stop tokens.
    nonisolated func submit(
        _ prompt: [Int32], maximumTokens: Int, sampling: SamplingParameters = .greedy, stopTokens: Set<Int32> = [],
        owner: String? = nil, priority: GenerationRequest.Priority = .standard
    ) throws(EngineError) -> GenerationStream {
        var request = GenerationRequest(
            id: "test", prompt: prompt, sampling: sampling, maximumTokens: maximumTokens, stopTokens: stopTokens, owner: owner)
        request.priority = priority
        return try submit(request)
    }
}

extension SamplingParameters {
    static var greedy: SamplingParameters {
        var parameters = SamplingParameters()
        parameters.temperature = 0
        return parameters
    }

    static func seeded(_ seed: UInt64) -> SamplingParameters {
        var parameters = SamplingParameters()
        parameters.seed = seed
        return parameters
    }
}

extension GenerationStream {
    /// All that is left of the stream.
    func events() async -> [GenerationEvent] {
        var events: [GenerationEvent] = []
        for await event in self { events.append(event) }
        return events
    }
}

extension [GenerationEvent] {
    var tokens: [Int32] {
        compactMap { event in
            if case .token(let token) = event { token.id } else { nil }
        }
    }

    var cachedTokens: Int? {
        for case .started(let cachedTokens) in self { return cachedTokens }
        return nil
    }

    var end: GenerationEnd? {
        if case .finished(let end) = last { end } else { nil }
    }
}
