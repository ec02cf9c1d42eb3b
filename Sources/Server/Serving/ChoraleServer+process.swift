import HTTP
import Logging
import ServiceLifecycle
import UnixSignals

extension ChoraleServer {
    /// Serves until SIGTERM or SIGINT, and then until the running answers are sent; a second signal cancels them.
    package static func run(_ configuration: ServerConfiguration) async throws {
        LoggingSystem.bootstrap(configuration.operation.logFormat.handler)
        var logger = Logger(label: "chorale")
        logger.logLevel = configuration.logLevel
        for (name, nearest) in configuration.operation.unknownVariables {
            logger.warning("no setting is called so", metadata: ["variable": "\(name)", "nearest": "\(nearest ?? "none")"])
        }
        let server = try ChoraleServer(configuration, logger: logger)
        // Before anybody can connect: who has, may send a signal, which would end the process as it ends any, and enough clients leave no
        // descriptors for what receives it. Where there is nothing to reload, a terminal that hangs up ends the server likewise.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let hangups = server.isReloadable ? await UnixSignalsSequence(trapping: .sighup) : nil
        let addresses = try server.bind()
        if configuration.operation.keys == nil, let open = addresses.first(where: { !$0.isLoopback }) {
            logger.warning(
                "whoever reaches this address may use the server: no API keys are asked for", metadata: ["address": "\(open)"])
        }
        var silent = logger
        silent.logLevel = .error
        var services: [any Service] = [server]
        if let hangups { services.append(HangupReloader(server: server, hangups: hangups)) }
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
}
