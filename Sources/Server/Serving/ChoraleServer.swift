import Dispatch
import Engine
import GPTOSS
package import HTTP
import HTTPTypes
package import Logging
import OpenAI
import ServiceLifecycle
import Synchronization

/// The composition root: a configuration in, a running server out.
package struct ChoraleServer: Service {
    let configuration: ServerConfiguration
    let http: HTTPServer
    private let state = ServingState()
    private let metrics = MetricsRegistry()
    let usageLog: UsageLog?
    let keys: KeyRing?
    let logger: Logger

    /// Puts together what needs no model. It listens only once it runs, and loads the model then unless `load` was called before.
    package init(_ configuration: ServerConfiguration, logger: Logger) throws {
        self.configuration = configuration
        self.logger = logger
        let operation = configuration.operation
        usageLog = try operation.usageLog.map { path throws(UnreadableFile) in try UsageLog(path: path, logger: logger) }
        keys = try operation.keys.map { source in KeyRing(try source.read()) }
        let meter = RequestMeter(metrics, slowAfter: operation.slowAfter, logger: logger)
        var operations = Router(basePath: configuration.basePath, errorBody: apiErrorBody)
        HealthRoutes(state).add(to: &operations)
        PageRoutes().add(to: &operations)
        // The server is made last, since everything answers for it.
        let connections = Mutex<(@Sendable () -> Int)?>(nil)
        if operation.metricsAccess != .off {
            MetricsRoutes(metrics, update: Self.update(metrics, state) { connections.withLock(\.self)?() ?? 0 }).add(to: &operations)
        }
        let front = RequestFront(
            operations: operations, state: state, hosts: configuration.hosts, keys: keys,
            crossOrigin: CrossOriginPolicy(origins: operation.origins), meter: meter,
            openRoutes: HealthRoutes.patterns.union(PageRoutes.patterns)
                .union(operation.metricsAccess == .open ? [MetricsRoutes.pattern] : []),
            logger: logger)
        http = try HTTPServer(
            configuration: configuration.http, logger: logger,
            errorBody: { status, message in
                meter.countRefusal(status.code)
                return apiErrorBody(status: status, message: message)
            }, responder: front.respond)
        connections.withLock { [http] in $0 = http.connectionCounter }
        metrics.gauge(
            .buildInfo, [MetricLabel("version", Version.current), MetricLabel("kernels", InstructionSet.best.rawValue)]
        ).set(1.0)
    }

    /// What is measured when it is asked for.
    private static func update(
        _ metrics: MetricsRegistry, _ state: ServingState, connections: @escaping @Sendable () -> Int
    ) -> @Sendable () -> Void {
        let process = ProcessMetrics(metrics)
        let open = metrics.gauge(.connections)
        return {
            process.update()
            open.set(Double(connections()))
            state.application?.update(metrics)
        }
    }

    /// Opens the models that are to be there from the start and the store, on this thread.
    package func load() throws {
        state.serve(try loaded())
    }

    private func loaded() throws -> Application {
        let loader = ModelLoader(configuration, metrics: metrics, logger: logger)
        let models = ModelRegistry(
            configuration.models, sizes: configuration.models.map(loader.size), configuration.loading, logger: logger, load: loader.load)
        try models.loadKept(state.progress)
        return try Application(configuration, models: models, metrics: metrics, usageLog: usageLog, logger: logger)
    }

    /// Binds the addresses, with the ports that the system chose.
    @discardableResult
    package func bind() throws(ListenError) -> [SocketAddress] {
        try http.bind()
    }

    /// Serves until a graceful shutdown, then until the running answers are sent, those in the background are made, or the drain limit
    /// is reached: what is left then is failed, in the store too. Until the model is loaded, requests are told how far it is.
    package func run() async throws {
        if let application = state.application { await application.prepare() }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            defer { tasks.cancelAll() }
            tasks.addTask { try await work() }
            tasks.addTask { try await serve() }
            try await tasks.next()
            // The model is not waited for any longer where the server was stopped before it was there.
            if state.application == nil { tasks.cancelAll() }
            try await tasks.next()
        }
        state.application?.close()
        usageLog?.flush()
        logger.notice("stopped")
    }

    /// What is done beside answering requests.
    private func work() async throws {
        if state.application == nil {
            let report = LoadReport(logger)
            state.progress.watch { report.show($0) }
            let application = try await onThreadOfItsOwn {
                defer { report.end() }
                return try loaded()
            }
            guard let application else { return }
            await application.prepare()
            state.serve(application)
        }
        logger.notice("ready")
        await state.application?.run()
    }

    private func serve() async throws {
        let deadline = Mutex(ContinuousClock.now)
        try await withGracefulShutdownHandler {
            try await http.run()
        } onGracefulShutdown: {
            logger.notice("draining")
            state.drain()
            // Whoever distributes requests sees it at /readyz and sends no more; those that still come are answered.
            let delay = configuration.operation.drainDelay
            DispatchQueue.global().asyncAfter(deadline: .now() + delay.inSeconds) {
                deadline.withLock { $0 = .now + configuration.http.drainLimit }
                state.application?.models.close()
                http.shutdown()
            }
        }
        await state.application?.drain(until: deadline.withLock { $0 })
    }
}
