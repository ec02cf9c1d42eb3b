import Synchronization

/// A request and its answer, which is read as it comes. Dropped before its end it closes the connection, which tells the other end to stop.
///
/// Used by one task at a time.
package final class ClientExchange: Sendable {
    private struct State {
        var parser = ResponseParser()
        var response: ClientResponse?
        var isOver = false
    }

    private let channel: ClientChannel
    private let client: HTTPClient
    private let state = Mutex(State())

    init(_ channel: ClientChannel, _ client: HTTPClient) {
        self.channel = channel
        self.client = client
    }

    deinit {
        if !state.withLock(\.isOver) { channel.abandon() }
    }

    func begin(_ request: ClientRequest) async throws(ClientError) {
        try await channel.send(request.head(target: request.target, host: channel.origin.authority), request.body)
        guard case .head(let response) = try await next() else { throw .disconnected(channel.origin.authority) }
        state.withLock { $0.response = response }
    }

    /// Of the answer.
    package var status: Int { state.withLock { $0.response?.status ?? 0 } }

    /// The first value of a field of the answer, whose name is given in lower case.
    package subscript(_ name: String) -> String? { state.withLock { $0.response?[name] } }

    /// The next bytes of the body, at least one; nil at its end. While nobody reads, the other end is slowed down (TCP).
    /// - Parameter limit: how long it may be silent; nil: the client's time-out.
    package func read(within limit: Duration? = nil) async throws(ClientError) -> ArraySlice<UInt8>? {
        guard case .body(let bytes) = try await next(within: limit) else {
            end()
            return nil
        }
        return bytes
    }

    /// The whole of a body that is short.
    package func collect(limit: Int) async throws(ClientError) -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try await read() {
            guard all.count + bytes.count <= limit else { throw malformed("its body is longer than \(limit) bytes") }
            all += bytes
        }
        return all
    }

    private func malformed(_ reason: String) -> ClientError { .malformed(channel.origin.authority, reason: reason) }

    private func end() {
        let mayBeKept = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver && state.parser.isReusable
        }
        if mayBeKept { client.keep(channel) }
    }

    /// What comes next of the answer; never that bytes are needed.
    private func next(within limit: Duration? = nil) async throws(ClientError) -> ResponseParser.Event {
        while true {
            let event = state.withLock { state in
                Result { () throws(ClientResponse.Malformed) in try state.parser.next() }
            }
            switch event {
            case .failure(let error): throw malformed(error.reason)
            case .success(.needsBytes): break
            case .success(let event): return event
            }
            let bytes = try await channel.receive(stall: limit ?? client.timeouts.stall)
            let isWhole = state.withLock { state in
                guard let bytes else { return state.parser.finish() }
                state.parser.push(bytes)
                return true
            }
            guard isWhole else { throw .disconnected(channel.origin.authority) }
        }
    }
}
