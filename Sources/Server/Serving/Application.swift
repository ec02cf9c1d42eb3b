import Engine
import GPTOSS
import Grammar
import HTTP
import Logging
import OpenAI

/// A model and everything that answers with it: what serves from when the model is loaded.
struct Application: Sendable {
    let router: Router
    let engine: InferenceEngine
    let memory: MemoryGuard
    private let grammars: GrammarCompiler
    private let archive: ResponseArchive
    private let background = BackgroundResponses()

    init(
        _ configuration: ServerConfiguration, model: ServedModel, metrics: MetricsRegistry, usageLog: UsageLog?, logger: Logger
    ) throws {
        engine = model.engine
        memory = MemoryGuard(metrics)
        grammars = model.grammars
        archive = try ResponseArchive(configuration.store, logger: logger)
        let responder = AnswerResponder(
            pingInterval: configuration.pingInterval, metrics: AnswerMetrics(metrics, usageLog: usageLog), logger: logger)
        let service = AnswerService(
            model: model, responder: responder, answers: configuration.answers, maximumBody: configuration.http.limits.body)
        let seal = try ReasoningSeal(keyFile: configuration.answers.reasoningKey)
        var router = Router(basePath: configuration.basePath, errorBody: apiErrorBody)
        ChatCompletionsRoutes(service, archive: archive).add(to: &router)
        StoredChatCompletionsRoutes(archive, maximumBody: service.maximumBody).add(to: &router)
        ResponsesRoutes(ResponseService(service, archive: archive, background: background, seal: seal)).add(to: &router)
        ConversationsRoutes(archive, maximumBody: service.maximumBody, seal: seal).add(to: &router)
        CompletionsRoutes(service).add(to: &router)
        TokenizationRoutes(service).add(to: &router)
        HarmonyRoutes(service).add(to: &router)
        MessagesRoutes(service).add(to: &router)
        ModelsRoutes(service).add(to: &router)
        self.router = router
        metrics.gauge(
            .modelInfo,
            [
                MetricLabel("model", model.name), MetricLabel("fingerprint", model.fingerprint),
                MetricLabel("compute", configuration.arithmetic == .fast ? "fast" : "exact"),
            ]
        ).set(1.0)
    }

    /// Before anybody is answered.
    func prepare() async {
        await archive.failInterrupted()
    }

    /// Keeps the store, and makes the answers of the background, until those that are left at the drain's end have ended.
    func run() async {
        await withThrowingTaskGroup(of: Void.self) { sweeper in
            sweeper.addTask { try await archive.sweep() }
            defer { sweeper.cancelAll() }
            await background.run()
        }
    }

    /// Sets what is measured when it is asked for.
    func update(_ metrics: MetricsRegistry) {
        memory.update()
        metrics.gauge(.grammarBytes).set(Double(grammars.keptBytes))
    }

    /// When nothing can be asked any more: what is left is failed at the deadline, in the store too.
    func drain(until deadline: ContinuousClock.Instant) async {
        await engine.drain(until: deadline)
        background.finish()
    }

    func close() {
        archive.close()
    }
}
