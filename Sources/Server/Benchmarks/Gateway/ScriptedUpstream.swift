package import HTTP
import HTTPTypes
package import JSON
package import Logging
import Synchronization
package import Upstream

/// An upstream that plays ``ScriptedAnswer``s in the form of vLLM, SGLang or llama-server, as their sources define it, and fails when it is told to: what the
/// gateway is measured and tested with.
package final class ScriptedUpstream: Sendable {
    /// What a request meets with.
    package enum Fate: Sendable, Hashable {
        case answer
        /// This status, in place of a stream.
        case refusal(Int)
        /// The connection is cut after so many tokens.
        case death(after: Int)
        /// An event with an error after so many.
        case error(Int, after: Int)
        /// It says that it ends the answer by itself.
        case abort(after: Int)
        /// It says nothing any more.
        case stall(after: Int)
        /// The last of so many tokens is this one, which nothing asked for, and it goes on behind it.
        case intrusion(Int32, after: Int)
    }

    package struct Options: Sendable {
        package var form = UpstreamForm.vLLM
        /// SGLang's `--incremental-streaming-output`.
        package var isIncremental = false
        /// Between two tokens of an answer, for all answers at the same time, as an engine has them that takes all sequences in one step; `nil`: none.
        package var pace: Duration?
        /// Tokens in one event.
        package var tokensPerEvent = 1
        /// What the `n`-th request meets with, from 0.
        package var fate: @Sendable (_ n: Int) -> Fate = { _ in .answer }

        package init() {}
    }

    private struct Counts {
        var requests = 0
        var running = 0
        var cancelled = 0
        var isWell = true
        var bodies: [JSONValue] = []
    }

    private let answers: ScriptedAnswer
    private let options: Options
    private let counts = Mutex(Counts())
    private let epoch = ContinuousClock.now

    package init(_ answers: ScriptedAnswer, options: Options) {
        self.answers = answers
        self.options = options
    }

    /// - Parameter port: of 127.0.0.1; 0 lets the system choose.
    package func server(port: UInt16 = 0, logger: Logger) throws -> HTTPServer {
        var configuration = HTTPServerConfiguration(addresses: [try SocketAddress(host: "127.0.0.1", port: port)])
        configuration.maximumConnections = .max
        return try HTTPServer(configuration: configuration, logger: logger, responder: respond)
    }

    /// Requests for tokens so far.
    package var requests: Int { counts.withLock(\.requests) }
    /// Those that are being answered.
    package var running: Int { counts.withLock(\.running) }
    /// Those whose client went.
    package var cancelled: Int { counts.withLock(\.cancelled) }
    /// Their bodies.
    package var bodies: [JSONValue] { counts.withLock(\.bodies) }

    /// What its health says from here on.
    package func setHealth(_ isWell: Bool) {
        counts.withLock { $0.isWell = isWell }
    }

    @Sendable private func respond(to request: Request) async throws -> Response {
        switch request.path {
        case "/health": return Response(status: counts.withLock(\.isWell) ? .ok : .serviceUnavailable)
        case "/v1/models": return .json(["object": "list", "data": [["id": "scripted", "max_model_len": 8192]]])
        case "/v1/completions", "/generate", "/completion": break
        default: return Response(status: .notFound)
        }
        let body = try JSONValue(parsing: try await request.body.collect(upTo: 64 << 20))
        let number = counts.withLock { counts in
            defer { counts.requests += 1 }
            if counts.bodies.count < 64 { counts.bodies.append(body) }
            return counts.requests
        }
        let fate = options.fate(number)
        if case .refusal(let status) = fate {
            let error: JSONValue = ["error": ["message": "as it was told", "type": "scripted", "param": nil, "code": .integer(status)]]
            return Response(status: .init(code: status), contentType: "application/json", bytes: error.serializedBytes)
        }
        let prompt = (body["prompt"] ?? body["input_ids"])?.arrayValue?.compactMap { $0.intValue.flatMap { Int32(exactly: $0) } } ?? []
        let limit = (body["max_tokens"] ?? body["n_predict"] ?? body["sampling_params"]?["max_new_tokens"])?.intValue ?? 16
        var options = options
        if let interval = (body["stream_interval"] ?? body["sampling_params"]?["stream_interval"])?.intValue {
            options.tokensPerEvent = interval
        }
        let writer = ScriptedEvents(options, prompt: prompt.count, answers.tokenizer)
        return Response(
            headers: [.contentType: "text/event-stream"],
            body: .stream { [self] stream in
                counts.withLock { $0.running += 1 }
                defer { counts.withLock { $0.running -= 1 } }
                do {
                    try await play(answers.rest(after: prompt).prefix(limit), limit, fate, writer, to: stream)
                } catch let error as WriteError {
                    counts.withLock { $0.cancelled += 1 }
                    throw error
                }
            })
    }

    /// When the next step ends.
    private var nextStep: ContinuousClock.Instant {
        guard let pace = options.pace else { return epoch }
        return epoch + pace * (Int((ContinuousClock.now - epoch) / pace) + 1)
    }

    /// Why a stream is cut.
    private struct Death: Error {}

    private func play(
        _ tokens: ArraySlice<Int32>, _ limit: Int, _ fate: Fate, _ events: ScriptedEvents, to stream: any BodyWriter
    ) async throws {
        var events = events
        let start = nextStep
        for (offset, token) in tokens.enumerated() {
            switch fate {
            case .death(offset): throw Death()
            case .error(let status, offset): return try await stream.write(events.error(status))
            case .abort(offset): return try await stream.write(events.abort())
            case .stall(offset): try await Task.sleep(for: .seconds(3600))
            case .intrusion(let stranger, offset): try await stream.write(events.add([stranger]))
            default: break
            }
            if let pace = options.pace { try await Task.sleep(until: start + pace * offset) }
            try await stream.write(events.add([token]))
        }
        try await stream.write(events.finish(isLimit: tokens.count == limit))
    }
}
