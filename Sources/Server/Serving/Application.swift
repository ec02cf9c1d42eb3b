import Grammar
import HTTP
import Logging
import OpenAI

/// The models and everything that answers with them: what serves from when those are loaded that are to be there from the start.
struct Application: Sendable {
    let router: Router
    let models: ModelRegistry
    let memory: MemoryGuard
    private let archive: ResponseArchive
    private let background = BackgroundResponses()
    private let responses: ResponseService

    init(
        _ configuration: ServerConfiguration, models: ModelRegistry, metrics: MetricsRegistry, usageLog: UsageLog?, logger: Logger
    ) throws {
        self.models = models
        memory = MemoryGuard(metrics)
        archive = try ResponseArchive(configuration.store, logger: logger)
        let responder = AnswerResponder(
            pingInterval: configuration.pingInterval, metrics: AnswerMetrics(metrics, usageLog: usageLog), logger: logger)
        let services = AnswerServices(
            models: models, responder: responder, answers: configuration.answers, maximumBody: configuration.http.limits.body)
        let seal = try ReasoningSeal(keyFile: configuration.answers.reasoningKey)
        var router = Router(basePath: configuration.basePath, errorBody: apiErrorBody)
        ChatCompletionsRoutes(services, archive: archive).add(to: &router)
        StoredChatCompletionsRoutes(archive, maximumBody: services.maximumBody).add(to: &router)
        responses = ResponseService(services, archive: archive, background: background, seal: seal)
        ResponsesRoutes(responses).add(to: &router)
        ConversationsRoutes(archive, maximumBody: services.maximumBody, seal: seal).add(to: &router)
        CompletionsRoutes(services).add(to: &router)
        TokenizationRoutes(services).add(to: &router)
        HarmonyRoutes(services).add(to: &router)
        MessagesRoutes(services).add(to: &router)
        ModelsRoutes(models).add(to: &router)
        self.router = router
    }

    /// Before anybody is answered.
    func prepare() async {
        await archive.failInterrupted()
    }

    /// Keeps the store, and makes the answers of the background, until those that are left at the drain's end have ended.
    func run() async {
        await withThrowingTaskGroup(of: Void.self) { sweeper in
            sweeper.addTask { try await archive.sweep() }
            sweeper.addTask { try await models.sweep() }
            sweeper.addTask { try await responses.keepJobs() }
            defer { sweeper.cancelAll() }
            await background.run()
        }
    }

    /// Sets what is measured when it is asked for.
    func update(_ metrics: MetricsRegistry) {
        memory.update()
        metrics.gauge(.grammarBytes).set(Double(models.loadedModels.reduce(0) { $0 + $1.grammars.keptBytes }))
        for (id, status) in models.statuses {
            metrics.gauge(.modelLoaded, [MetricLabel("model", id)]).set(status == .loaded ? 1.0 : 0.0)
        }
    }

    /// When nothing can be asked any more: what is left is failed at the deadline, in the store too.
    func drain(until deadline: ContinuousClock.Instant) async {
        await models.drain(until: deadline)
        background.finish()
    }

    func close() {
        archive.close()
    }
}
