import Engine
package import HTTP
package import Logging
import OpenAI
import ServiceLifecycle
import UnixSignals

/// The composition root: a configuration in, a running server out.
package struct ChoraleServer: Service {
    private let http: HTTPServer
    private let engine: InferenceEngine
    private let logger: Logger

    /// Opens the model and the store and puts the routes together. Listens only once it runs.
    package init(_ configuration: ServerConfiguration, logger: Logger) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let model = try ServedModel.load(
            directory: configuration.model, name: configuration.modelName, threads: configuration.threads,
            engine: configuration.engine, logger: logger)
        logger.info(
            "model loaded",
            metadata: [
                "model": "\(model.name)", "seconds": "\((clock.now - start).inSeconds.formatted(digits: 2))",
                "context-tokens": "\(model.engine.contextLength)",
            ])
        try self.init(configuration, model: model, logger: logger)
    }

    /// With a model that is loaded already.
    package init(_ configuration: ServerConfiguration, model: ServedModel, logger: Logger) throws {
        self.logger = logger
        engine = model.engine
        let service = AnswerService(
            model: model, responder: AnswerResponder(pingInterval: configuration.pingInterval, logger: logger),
            answers: configuration.answers, maximumBody: configuration.http.limits.body)
        var router = Router(errorBody: apiErrorBody)
        ChatCompletionsRoutes(service).add(to: &router)
        ResponsesRoutes(service, archive: try ResponseArchive(configuration.store, logger: logger)).add(to: &router)
        ModelsRoutes(service.models).add(to: &router)
        HealthRoutes(engine).add(to: &router)
        http = HTTPServer(
            configuration: configuration.http, logger: logger, errorBody: apiErrorBody,
            responder: Self.responder(router, logger: logger))
    }

    /// Binds the addresses, with the ports that the system chose.
    @discardableResult
    package func bind() throws -> [SocketAddress] {
        try http.bind()
    }

    /// Serves until a graceful shutdown, then until the running answers are sent or the drain limit is reached.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await http.run()
        } onGracefulShutdown: {
            logger.notice("draining")
            engine.closeDoor()
            http.shutdown()
        }
        await engine.shutdown()
        logger.notice("stopped")
    }

    /// Serves until SIGTERM or SIGINT.
    package static func run(_ configuration: ServerConfiguration) async throws {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "chorale")
        logger.logLevel = configuration.logLevel
        let server = try ChoraleServer(configuration, logger: logger)
        try server.bind()
        var silent = logger
        silent.logLevel = .error
        try await ServiceGroup(services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: silent).run()
    }

    /// Every error a handler throws becomes an answer here.
    private static func responder(_ router: Router, logger: Logger) -> HTTPServer.Responder {
        { request in
            do {
                return try await router.respond(to: request)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                let answer = APIError(error)
                if answer.status >= 500, answer != .cancelled {
                    logger.error(
                        "request failed",
                        metadata: ["request-id": "\(request.id)", "route": "\(request.path)", "error": "\(error)"])
                } else {
                    logger.debug(
                        "request refused",
                        metadata: [
                            "request-id": "\(request.id)", "route": "\(request.path)", "status": "\(answer.status)",
                            "error": "\(answer)",
                        ])
                }
                return answer.response
            }
        }
    }
}
