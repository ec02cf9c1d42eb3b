package import Logging
import Synchronization

/// An HTTP/1.1 server.
package final class HTTPServer: Sendable {
    package typealias Responder = @Sendable (Request) async throws -> Response

    private let configuration: HTTPServerConfiguration
    private let logger: Logger
    private let errorBody: ErrorBody
    private let responder: Responder

    /// - Parameter responder: answers every request that parses. What it throws is answered too: a ``BodyError`` with its status, anything
    ///   else with 500 and a line in the log.
    package init(
        configuration: HTTPServerConfiguration, logger: Logger, errorBody: @escaping ErrorBody = plainErrorBody,
        responder: @escaping Responder
    ) {
        self.configuration = configuration
        self.logger = logger
        self.errorBody = errorBody
        self.responder = responder
    }

    /// Binds the addresses, so that connections queue up. ``run()`` does it where it was not done before.
    /// - Returns: the addresses with the ports that the system chose.
    @discardableResult
    package func bind() throws(SocketError) -> [SocketAddress] {
        []
    }

    /// Empty until bound, and after the server has stopped listening.
    package var boundAddresses: [SocketAddress] { [] }

    package var boundAddress: SocketAddress? { boundAddresses.first }

    /// Serves until ``shutdown()`` and then until the running requests are answered, at most for the drain limit.
    /// Cancelling the task shuts down too and cancels the running requests at once.
    package func run() async throws {
    }

    /// Begins the shutdown: stops accepting, closes idle connections, answers the running requests with `Connection: close`. Returns at once.
    package func shutdown() {
    }
}
