import Engine
package import HTTP
package import Logging
import OpenAI
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The composition root: a configuration in, a running server out.
package struct ChoraleServer: Service {
    private let http: HTTPServer
    private let engine: InferenceEngine
    private let archive: ResponseArchive
    private let background = BackgroundResponses()
    private let drainLimit: Duration
    private let logger: Logger
    /// Nil: plain HTTP.
    private let tls: TLSConfiguration?

    /// Opens the model and the store and puts the routes together. Listens only once it runs.
    package init(_ configuration: ServerConfiguration, logger: Logger) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let location = try CheckpointLocation(configuration.model)
        let model = try ServedModel.load(
            directory: location.directory, name: configuration.modelName, threads: configuration.threads,
            arithmetic: configuration.arithmetic, engine: configuration.engine, logger: logger)
        logger.info(
            "model loaded",
            metadata: [
                "model": "\(model.name)", "seconds": "\((clock.now - start).inSeconds.formatted(digits: 2))",
                "context-tokens": "\(model.engine.contextLength)",
            ])
        if location.isDemonstration {
            logger.notice(
                """
                this is the small demonstration model; to serve gpt-oss-20b: hf download openai/gpt-oss-20b --exclude '*/*' \
                --local-dir gpt-oss-20b && chorale serve --model gpt-oss-20b
                """)
        }
        try self.init(configuration, model: model, logger: logger)
    }

    /// With a model that is loaded already.
    package init(_ configuration: ServerConfiguration, model: ServedModel, logger: Logger) throws {
        self.logger = logger
        tls = configuration.http.tls
        drainLimit = configuration.http.drainLimit
        engine = model.engine
        archive = try ResponseArchive(configuration.store, logger: logger)
        let service = AnswerService(
            model: model, responder: AnswerResponder(pingInterval: configuration.pingInterval, logger: logger),
            answers: configuration.answers, maximumBody: configuration.http.limits.body)
        let seal = try ReasoningSeal(keyFile: configuration.answers.reasoningKey)
        var router = Router(basePath: configuration.basePath, errorBody: apiErrorBody)
        ChatCompletionsRoutes(service, archive: archive).add(to: &router)
        StoredChatCompletionsRoutes(archive, maximumBody: service.maximumBody).add(to: &router)
        ResponsesRoutes(ResponseService(service, archive: archive, background: background, seal: seal)).add(to: &router)
        ConversationsRoutes(archive, maximumBody: service.maximumBody, seal: seal).add(to: &router)
        CompletionsRoutes(service).add(to: &router)
        TokenizationRoutes(service).add(to: &router)
        MessagesRoutes(service).add(to: &router)
        ModelsRoutes(service.models).add(to: &router)
        HealthRoutes(engine).add(to: &router)
        PageRoutes().add(to: &router)
        http = try HTTPServer(
            configuration: configuration.http, logger: logger, errorBody: apiErrorBody,
            responder: Self.responder(router, hosts: configuration.hosts, logger: logger))
    }

    /// Binds the addresses, with the ports that the system chose.
    @discardableResult
    package func bind() throws(ListenError) -> [SocketAddress] {
        try http.bind()
    }

    /// Reads certificate and key again, for new connections. Files that cannot be used leave what there was.
    package func reloadCertificates() {
        guard let tls else { return }
        var files: Logger.Metadata = ["certificate": "\(tls.certificateChain)", "key": "\(tls.privateKey)"]
        if let authorities = tls.clientAuthorities { files["client-ca"] = "\(authorities)" }
        do throws(TLSError) {
            try http.reload(tls: tls)
            logger.notice("reloaded certificate and key", metadata: files)
        } catch {
            files["error"] = "\(error)"
            logger.error("kept the old certificate and key", metadata: files)
        }
    }

    /// Serves until a graceful shutdown, then until the running answers are sent, those in the background are made, or the drain limit
    /// is reached: what is left then is failed, in the store too.
    package func run() async throws {
        await archive.failInterrupted()
        try await withThrowingTaskGroup(of: Void.self) { sweeper in
            sweeper.addTask { try await archive.sweep() }
            defer { sweeper.cancelAll() }
            try await withThrowingTaskGroup(of: Void.self) { jobs in
                jobs.addTask { await background.run() }
                defer { background.finish() }
                try await serve()
            }
        }
        archive.close()
        logger.notice("stopped")
    }

    private func serve() async throws {
        let deadline = Mutex(ContinuousClock.now)
        try await withGracefulShutdownHandler {
            try await http.run()
        } onGracefulShutdown: {
            logger.notice("draining")
            deadline.withLock { $0 = .now + drainLimit }
            engine.closeDoor()
            http.shutdown()
        }
        await engine.drain(until: deadline.withLock { $0 })
    }

    /// Serves until SIGTERM or SIGINT, and then until the running answers are sent; a second signal cancels them.
    package static func run(_ configuration: ServerConfiguration) async throws {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "chorale")
        logger.logLevel = configuration.logLevel
        let server = try ChoraleServer(configuration, logger: logger)
        // Before anybody can connect: who has, may send a signal, which would end the process as it ends any, and enough clients leave no
        // descriptors for what receives it. Without TLS there is nothing to reload, and a terminal that hangs up ends the server likewise.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let hangups = server.tls == nil ? nil : await UnixSignalsSequence(trapping: .sighup)
        try server.bind()
        var silent = logger
        silent.logLevel = .error
        var services: [any Service] = [server]
        if let hangups { services.append(CertificateReloader(server: server, hangups: hangups)) }
        let group = ServiceGroup(services: services, logger: silent)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                do { try await group.run() } catch is CancellationError {}
            }
            tasks.addTask {
                var next = signals.makeAsyncIterator()
                _ = await next.next()
                await group.triggerGracefulShutdown()
                _ = await next.next()
            }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }

    /// Of an `APIError` what has no word of the client's prompt: not its message.
    private static func metadata(of request: Request, _ error: any Error) -> Logger.Metadata {
        var values = ["request-id": request.id, "method": "\(request.method)", "route": request.path]
        values["client"] = request.client?.description
        if let error = error as? APIError {
            values["status"] = String(error.status)
            values["code"] = error.code
            values["param"] = error.param
        } else {
            values["error"] = "\(error)"
        }
        return values.mapValues { .string($0.escapingControls) }
    }

    /// What went wrong in the making of an answer stands in the answer's own line.
    private static func note(_ error: APIError, of request: Request, _ logger: Logger) {
        guard error.status < 500 || error.retryAfter != nil else { return }
        logger.info("request refused", metadata: metadata(of: request, error))
    }

    /// Every error that a handler throws becomes an answer here, but for those of the request's body, which are HTTP's.
    private static func responder(_ router: Router, hosts: HostPolicy, logger: Logger) -> HTTPServer.Responder {
        { request in
            do {
                guard hosts.admits(request) else { throw APIError.hostNotAllowed(request.authority ?? "") }
                return try await router.respond(to: request)
            } catch is CancellationError {
                throw CancellationError()
            } catch let error as BodyError {
                logger.info("request refused", metadata: metadata(of: request, error))
                throw error
            } catch let error as APIError {
                note(error, of: request, logger)
                return error.response
            } catch let error as MessagesError {
                note(error.error, of: request, logger)
                return error.response
            } catch {
                logger.error("request failed", metadata: metadata(of: request, error))
                return APIError(error).response
            }
        }
    }
}
