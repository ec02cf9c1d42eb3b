import Engine
import Logging
import Sampling

extension EngineBenchmark {
    /// Seconds to the first token of a first turn, and of a second turn that adds little to it.
    func firstTokens(progress: (String) -> Void) async throws -> EngineReport.Turns {
        var configuration = EngineConfiguration()
        configuration.contextLength = 2 * options.turnTokens + 256
        let engine = InferenceEngine(
            model: transformer, configuration: configuration, logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let turn = prompt(stream: 100, count: options.turnTokens)
        progress("first token of a first turn of \(turn.count) tokens")
        let first = try await generate(turn, engine)
        progress("first token of a second turn")
        let second = try await generate(turn + first.tokens + prompt(stream: 101, count: 32), engine)
        return EngineReport.Turns(
            tokens: turn.count, coldSeconds: first.seconds, nextTokens: turn.count + first.tokens.count + 32,
            cachedTokens: second.cachedTokens, cachedSeconds: second.seconds)
    }

    private func generate(
        _ prompt: [Int32], _ engine: InferenceEngine
    ) async throws -> (seconds: Double, tokens: [Int32], cachedTokens: Int) {
        let clock = ContinuousClock()
        let start = clock.now
        var (seconds, tokens, cached) = (0.0, [Int32](), 0)
        let request = GenerationRequest(id: "bench", prompt: prompt, maximumTokens: 8, stopTokens: [])
        for await event in try engine.submit(request) {
            switch event {
            case .started(let cachedTokens): cached = cachedTokens
            case .token(let token):
                if tokens.isEmpty { seconds = (clock.now - start).inSeconds }
                tokens.append(token.id)
            case .queued, .prefilling, .scored, .finished: break
            }
        }
        return (seconds, tokens, cached)
    }
}
