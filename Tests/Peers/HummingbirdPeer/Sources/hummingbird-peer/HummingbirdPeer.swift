import Foundation
import Hummingbird
import Logging

/// The routes of Chorale's `BenchmarkServer`, answered by Hummingbird in the way its documentation has them.
/// Prints the port that the system chose, and serves until it is told to end.
@main
struct HummingbirdPeer {
    static func main() async throws {
        let router = Router()
        let model = ByteBuffer(string: #"{"id":"gpt-oss-20b","object":"model","created":1754352000,"owned_by":"openai"}"#)
        router.get("model") { _, _ in json(model) }
        router.post("echo") { request, _ in json(try await request.body.collect(upTo: 1 << 20)) }
        router.post("chat") { request, context in
            ChatCompletion(answering: try await request.decode(as: ChatRequest.self, context: context))
        }
        let ticker = Ticker(interval: .milliseconds(10))
        router.get("events") { _, _ in events(ticker) }

        var logger = Logger(label: "hummingbird-peer")
        logger.logLevel = .error
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0), backlog: 1024),
            onServerRunning: { channel in
                FileHandle.standardOutput.write(Data("\(channel.localAddress?.port ?? 0)\n".utf8))
            }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await ticker.run() }
            tasks.addTask { try await application.runService() }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }

    private static func json(_ bytes: ByteBuffer) -> Response {
        Response(status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: bytes))
    }

    private static func events(_ ticker: Ticker) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-cache"],
            body: ResponseBody { writer in
                for await _ in ticker.ticks() {
                    try await writer.write(ByteBuffer(string: "data: \(Self.event)\n\n"))
                }
                try await writer.finish(nil)
            })
    }

    private static let event = """
        {"id":"chatcmpl-0123456789abcdef","object":"chat.completion.chunk","created":1754352000,"model":"gpt-oss-20b",\
        "choices":[{"index":0,"delta":{"content":" token"},"finish_reason":null}]}
        """
}

struct ChatRequest: Decodable {
    struct Message: Decodable {
        var role: String
        var content: String
    }

    var model: String
    var messages: [Message]
    var temperature: Double
    var stream: Bool
}

struct ChatCompletion: ResponseEncodable {
    struct Choice: Encodable {
        var index = 0
        var message: Message
        var finishReason = "stop"

        enum CodingKeys: String, CodingKey {
            case index, message
            case finishReason = "finish_reason"
        }
    }

    struct Message: Encodable {
        var role = "assistant"
        var content: String
    }

    var id = "chatcmpl-0123456789abcdef"
    var object = "chat.completion"
    var created = 1_754_352_000
    var model: String
    var choices: [Choice]

    /// Says the last message again.
    init(answering request: ChatRequest) {
        model = request.model
        choices = [Choice(message: Message(content: request.messages.last?.content ?? ""))]
    }
}
