import HTTP
import HTTPTypes
import JSON
import Logging

/// What `chorale bench http` measures: the server as it is, with routes that need no model. Peers have the same routes
/// (Tests/Peers/HummingbirdPeer).
package struct BenchmarkServer {
    private let server: HTTPServer
    private let ticker = Ticker(interval: .milliseconds(10))

    /// On a port of 127.0.0.1 that the system chooses.
    /// - Parameters:
    ///   - certificate: PEM file; nil for plain HTTP.
    ///   - key: PEM file of its private key.
    package init(certificate: String?, key: String?) throws {
        var configuration = HTTPServerConfiguration(addresses: [try SocketAddress(host: "127.0.0.1", port: 0)])
        if let certificate, let key { configuration.tls = TLSConfiguration(certificateChain: certificate, privateKey: key) }
        // 80 % of the descriptors, which the benchmark raises.
        configuration.maximumConnections = .max
        var logger = Logger(label: "chorale")
        logger.logLevel = .error
        server = try HTTPServer(
            configuration: configuration, logger: logger, errorBody: apiErrorBody, responder: Self.router(ticker).respond)
    }

    /// Listens and serves until the process ends.
    /// - Parameter onListening: given the port.
    package func run(onListening: (UInt16) -> Void) async throws {
        for address in try server.bind() { onListening(address.port) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await ticker.run() }
            tasks.addTask { try await server.run() }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }

    private static func router(_ ticker: Ticker) -> Router {
        var router = Router(errorBody: apiErrorBody)
        let model = Array(#"{"id":"gpt-oss-20b","object":"model","created":1754352000,"owned_by":"openai"}"#.utf8)
        router.on(.get, "/model") { _ in Response(contentType: "application/json", bytes: model) }
        router.on(.post, "/echo") { request in
            Response(contentType: "application/json", bytes: try await request.body.collect(upTo: 1 << 20))
        }
        router.on(.post, "/chat") { request in .json(completion(answering: try await request.json(upTo: 1 << 20))) }
        router.on(.get, "/events") { _ in
            .serverSentEvents { stream in
                for await _ in ticker.ticks() { try await stream.send(ServerSentEvent(data: event)) }
            }
        }
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: bulkSize)
        router.on(.get, "/bytes") { _ in Response(contentType: "application/octet-stream", bytes: bytes) }
        return router
    }

    /// Of `/bytes`.
    static let bulkSize = 1 << 20

    /// Says the last message again.
    private static func completion(answering request: JSONValue) -> JSONValue {
        [
            "id": "chatcmpl-0123456789abcdef", "object": "chat.completion", "created": 1_754_352_000, "model": request["model"] ?? nil,
            "choices": [
                [
                    "index": 0, "message": ["role": "assistant", "content": request["messages"]?.arrayValue?.last?["content"] ?? nil],
                    "finish_reason": "stop",
                ]
            ],
        ]
    }

    static let event = """
        {"id":"chatcmpl-0123456789abcdef","object":"chat.completion.chunk","created":1754352000,"model":"gpt-oss-20b",\
        "choices":[{"index":0,"delta":{"content":" token"},"finish_reason":null}]}
        """
}
