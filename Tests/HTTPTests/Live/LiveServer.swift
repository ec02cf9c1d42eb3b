import HTTP
import Logging
import Synchronization
import Testing

/// A server on a free port, with clients for it.
struct LiveServer: Sendable {
    let server: HTTPServer
    let address: SocketAddress

    func connect() async throws -> RawClient { try await RawClient(address) }

    /// One request on a connection of its own.
    func get(_ target: String = "/") async throws -> RawResponse {
        let client = try await connect()
        await client.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        return await client.response()
    }

    struct Settings {
        var configuration: HTTPServerConfiguration
        var errorBody: ErrorBody = plainErrorBody

        /// Those of the tests: requests that still run at the end are cancelled.
        static func with(_ change: (inout Settings) -> Void) -> Settings {
            var configuration = HTTPServerConfiguration(addresses: [SocketAddress(host: .v4(UInt32(0x7F00_0001).bigEndian), port: 0)])
            configuration.drainLimit = .zero
            // A machine that is busy takes longer than a client may: who tests a time-out sets it.
            configuration.timeouts.header = .seconds(600)
            configuration.timeouts.tlsHandshake = .seconds(600)
            var settings = Settings(configuration: configuration)
            change(&settings)
            return settings
        }
    }

    /// Serves while `body` runs, then shuts down.
    static func run(
        _ responder: @escaping HTTPServer.Responder, _ settings: Settings = .with { _ in }, _ body: (LiveServer) async throws -> Void
    ) async throws {
        let server = try HTTPServer(
            configuration: settings.configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            errorBody: settings.errorBody, responder: responder)
        let address = try #require(try server.bind().first)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            do {
                try await body(LiveServer(server: server, address: address))
            } catch {
                server.shutdown()
                throw error
            }
            server.shutdown()
            try await group.waitForAll()
        }
    }
}

/// Something that happens once, and who waits for it.
final class Happening: Sendable {
    private let state = Mutex((happened: false, waiters: [CheckedContinuation<Void, Never>]()))

    func happen() {
        let waiters = state.withLock { state in
            defer { state = (true, []) }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits whether its task is cancelled or not.
    func wait() async {
        await withCheckedContinuation { continuation in
            let happened = state.withLock { state in
                if !state.happened { state.waiters.append(continuation) }
                return state.happened
            }
            if happened { continuation.resume() }
        }
    }
}

/// What happened, in order.
final class Journal: Sendable {
    private let entries = Mutex<[String]>([])

    func note(_ entry: String) { entries.withLock { $0.append(entry) } }
    var all: [String] { entries.withLock(\.self) }
}

/// Waits until its task is cancelled.
func untilCancelled() async {
    let cancelled = Happening()
    await withTaskCancellationHandler {
        await cancelled.wait()
    } onCancel: {
        cancelled.happen()
    }
}
