import HTTP
import JSON
import Sampling

extension Fleet {
    /// One request at one place, from choosing it to letting it go.
    struct Attempt {
        let fleet: Fleet
        let index: Int
        /// Of its cost, what is not done yet.
        private var left: Int
        private var promptTokens: Int
        private var exchange: ClientExchange?
        private var reader: (any ChunkReader)?
        private var events = EventStreamReader()
        private var isLeft = false
        /// Behind a chunk that says why it ended, no more need come.
        private var hasEnded = false

        init(fleet: Fleet, index: Int, cost: Int, promptTokens: Int) {
            self.fleet = fleet
            self.index = index
            left = cost
            self.promptTokens = promptTokens
        }

        mutating func send(_ ask: TokenAsk, over client: HTTPClient) async throws(UpstreamError) {
            let place = fleet.configuration.places[index]
            let fields =
                [
                    (name: "Content-Type", value: "application/json"), (name: "Accept", value: "text/event-stream"),
                    (name: "X-Request-Id", value: ask.id),
                ] + fleet.configuration.authorization
            let request = ClientRequest("POST", place.path + fleet.form.path, fields: fields, body: fleet.form.body(ask))
            let exchange = try await Self.client { () async throws(ClientError) in try await client.send(request, to: place.origin) }
            guard exchange.status == 200 else {
                let body = try await Self.client { () async throws(ClientError) in try await exchange.collect(limit: 1 << 20) }
                throw UpstreamError(status: exchange.status, message: Self.message(body))
            }
            self.exchange = exchange
            reader = fleet.form.makeReader(ask)
        }

        /// The whole answer to an ask for log-probabilities.
        mutating func scores(of ask: TokenAsk) async throws(UpstreamError) -> [SampledToken] {
            guard let exchange else { return [] }
            let body = try await Self.client { () async throws(ClientError) in try await exchange.collect(limit: 256 << 20) }
            return try Self.reading("answer") { try body.withUnsafeBufferPointer { try fleet.form.scores($0, of: ask) } }
        }

        /// The next chunk; `nil` behind the last one.
        ///
        /// - Parameter limit: how long it may be silent; `nil`: as long as the client says.
        mutating func next(within limit: Duration? = nil) async throws(UpstreamError) -> UpstreamChunk? {
            guard let exchange else { return nil }
            while true {
                if let data = events.next() {
                    guard !data.elementsEqual(streamEnd) else { return nil }
                    let chunk = try Self.reading("event") { try data.withUnsafeBufferPointer { try reader?.read($0) } } ?? UpstreamChunk()
                    if chunk.end != nil { hasEnded = true }
                    return chunk
                }
                let bytes = try await Self.client { () async throws(ClientError) in try await exchange.read(within: limit) }
                guard let bytes else {
                    guard hasEnded else { throw .unreachable("the answer broke off") }
                    return nil
                }
                events.push(bytes)
            }
        }

        /// So many tokens have come.
        mutating func advance(tokens: Int) {
            let done = min(left, tokens + promptTokens)
            promptTokens = 0
            left -= done
            fleet.advance(index, by: done)
        }

        /// What we wanted has come: reads on to the end of the stream, which is near, so that the connection can be kept.
        ///
        /// - Returns: the tokens that came from its cache, where it says so.
        mutating func finish() async -> Int? {
            var cached: Int?
            do throws(UpstreamError) {
                while let chunk = try await next(within: .seconds(1)) { cached = chunk.cachedTokens ?? cached }
                _ = try await Self.client { [exchange] () async throws(ClientError) in try await exchange?.read(within: .seconds(1)) }
                exchange = nil
            } catch {
                // The answer is whole, whatever comes behind it.
            }
            leave(.succeeded)
            return cached
        }

        /// Lets the place go; the connection closes, if its answer is not at its end, with that of the last copy.
        mutating func leave(_ outcome: FleetState.Outcome) {
            let result: UpstreamMetrics.Result =
                switch outcome {
                case .succeeded: .ok
                case .failed: .broken
                case .abandoned: .cancelled
                }
            leave(outcome, result)
        }

        mutating func leave(error: UpstreamError) {
            let outcome: FleetState.Outcome =
                switch error {
                case .unreachable, .broken: .failed
                case .busy, .unsuitable, .refused, .cancelled: .abandoned
                }
            if !isLeft { fleet.tell(error, at: index) }
            leave(outcome, UpstreamMetrics.Result(error))
        }

        private mutating func leave(_ outcome: FleetState.Outcome, _ result: UpstreamMetrics.Result) {
            guard !isLeft else { return }
            isLeft = true
            exchange = nil
            fleet.release(index, left: left, outcome, result)
        }

        private static func reading<Value>(_ what: String, _ body: () throws -> Value) throws(UpstreamError) -> Value {
            do {
                return try body()
            } catch let error as UpstreamError {
                throw error
            } catch {
                throw .broken("its \(what) cannot be read: \(error)")
            }
        }

        private static func client<Value>(
            _ body: () async throws(ClientError) -> Value
        ) async throws(UpstreamError) -> Value {
            do throws(ClientError) {
                return try await body()
            } catch {
                throw UpstreamError(error)
            }
        }

        /// What a body that is no stream says of the error.
        private static func message(_ body: [UInt8]) -> String {
            do {
                let value = try JSONValue(parsing: body)
                if let text = value["error"]?["message"]?.stringValue ?? value["error"]?.stringValue ?? value["message"]?.stringValue {
                    return text
                }
            } catch {
                // No JSON: as it is.
            }
            return String(decoding: body.prefix(300), as: UTF8.self)
        }
    }
}

extension UpstreamError {
    init(_ error: ClientError) {
        if case .cancelled = error { self = .cancelled } else { self = .unreachable("\(error)") }
    }
}
