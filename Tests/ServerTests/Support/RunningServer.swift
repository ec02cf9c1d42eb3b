import Foundation
import HTTP
import Logging
import Server

/// A server, by default on the parrot: a real checkpoint that answers every prompt with the same analysis and the same final message.
struct RunningServer {
    static let parrot = packageRoot.appending(path: "Tests/Fixtures/parrot").path
    static let analysis = "We add both these numbers now to see it."
    static let answer = "The sum is 4!"

    let client: RawClient

    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs `body` beside a server on a free port, and stops the server after it.
    ///
    /// - Parameter yaml: a configuration file, which names the models then.
    static func run<Result: Sendable>(
        _ settings: [String] = [], model: [String] = ["--model", parrot], environment: [String: String] = [:],
        configuration yaml: String? = nil, logger: Logger = silent,
        _ body: @escaping @Sendable (RunningServer) async throws -> Result
    ) async throws -> Result {
        let configuration = try ServerConfiguration(
            ConfigurationSources(
                arguments: (yaml == nil ? model : []) + ["--port", "0", "--threads", "1", "--engine-cache-mib", "64"] + settings,
                environment: environment, filePath: yaml.map(configurationFile)))
        let server = try ChoraleServer(configuration, logger: logger)
        try server.load()
        guard let address = try server.bind().first else { throw RawClientError.noConnection }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            return try await body(RunningServer(client: RawClient(address)))
        }
    }
}
