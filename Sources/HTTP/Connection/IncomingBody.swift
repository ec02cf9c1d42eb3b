import Dispatch
import Synchronization

/// How far the body of the request that runs has been read.
struct IncomingBody {
    /// Names the request, so that a body that outlives it reads nothing of the next one.
    var request = 0
    var framing = BodyFraming.none
    /// Everything was parsed, or there was nothing.
    var isOver = true
    /// Framing error, time-out or end of the stream: what follows is not a request.
    var hasFailed = false
    /// The client waits for `100 Continue`.
    var awaitsContinue = false
    /// A task reads just now.
    var isBeingRead = false
    /// Bytes so far.
    var received = 0
    /// Nanoseconds spent waiting for the client.
    var waited: UInt64 = 0
    /// As a body begins.
    let freshPace: Pace
    /// How fast it comes.
    var pace: Pace

    init(pace: Pace) {
        (freshPace, self.pace) = (pace, pace)
    }

    mutating func begin(_ head: RequestHead) {
        var next = IncomingBody(pace: freshPace)
        next.request = request + 1
        next.framing = head.framing
        next.isOver = head.framing == .none
        next.awaitsContinue = head.expectsContinue
        self = next
    }

    /// Whether the rest is worth reading for the sake of the connection.
    var isDiscardable: Bool {
        if isOver { return true }
        if hasFailed || awaitsContinue || isBeingRead { return false }
        guard case .length(let length) = framing else { return true }
        return length - received <= Connection.discardLimit
    }

    /// When a wait that begins now has lasted too long: without any byte, or together with the waits before it.
    func deadline(_ timeouts: ConnectionTimeouts, now: UInt64) -> UInt64 {
        let allowance = timeouts.body + .seconds(received / (256 << 10)) - .nanoseconds(waited)
        return Uptime.after(min(timeouts.bodyStall, max(.zero, allowance)), from: now)
    }
}

/// The body as the handler's ``RequestBody`` reads it.
struct ConnectionBody: BodySource {
    let connection: Connection
    let request: Int
    let declaredLength: Int?

    func next() async throws(BodyError) -> [UInt8]? {
        try await connection.nextPiece(ofRequest: request)
    }
}

extension Connection {
    func nextPiece(ofRequest request: Int) async throws(BodyError) -> [UInt8]? {
        let mayRead = state.withLock { state in
            guard state.body.request == request, !state.body.isBeingRead, !state.body.hasFailed else { return false }
            state.body.isBeingRead = true
            return true
        }
        guard mayRead else { throw .consumed }
        defer { state.withLock { $0.body.isBeingRead = false } }
        while true {
            switch state.withLock({ $0.nextBodyEvent() }) {
            case .success(.body(let piece)): return piece
            case .success(.end): return nil
            case .success: break
            case .failure(.bodyTooLarge(let limit)): throw .tooLarge(limit: limit)
            case .failure(let error): throw .malformed(error)
            }
            // RFC 9110 §10.1.1: sent when the body is wanted, and not when the client has begun to send it.
            if state.withLock({ $0.body.takeContinue() }) { channel.sendInterim(Self.continueResponse) }
            switch channel.receive(capacity: Self.bodyCapacity) {
            case .bytes(let bytes): state.withLock { $0.parser.receive(bytes) }
            case .end, .failed: throw fail(.clientGone)
            case .nothing: try await waitForBody()
            }
        }
    }

    private static let continueResponse = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    private func waitForBody() async throws(BodyError) {
        var now = DispatchTime.now().uptimeNanoseconds
        let deadline = state.withLock { $0.body.deadline(context.configuration.timeouts, now: now) }
        while true {
            let began = now
            let judgement = state.withLock { $0.body.pace.remaining }
            let wakening = await channel.waitForBytes(until: min(deadline, Uptime.after(.nanoseconds(judgement), from: began)))
            now = DispatchTime.now().uptimeNanoseconds
            let isFast = state.withLock { $0.body.waited(now &- began) }
            switch wakening {
            case .ready where isFast: return
            case .timedOut where isFast && now < deadline: continue
            case .ready, .timedOut: throw fail(.timedOut)
            case .failed: throw fail(.clientGone)
            case .cancelled, .interrupted: throw .cancelled
            case .occupied: throw .consumed
            }
        }
    }

    private func fail(_ error: BodyError) -> BodyError {
        state.withLock { $0.body.hasFailed = true }
        return error
    }
}

extension IncomingBody {
    /// - Returns: whether it comes fast enough.
    fileprivate mutating func waited(_ nanoseconds: UInt64) -> Bool {
        waited += nanoseconds
        return pace.waited(nanoseconds)
    }

    /// Whether `100 Continue` is due; once.
    fileprivate mutating func takeContinue() -> Bool {
        defer { awaitsContinue = false }
        return awaitsContinue
    }
}

extension Connection.State {
    /// Nil where the body is over, has failed, was not asked for yet, or another task reads it.
    mutating func nextUnwantedEvent() -> Result<RequestParser.Event, RequestError>? {
        body.isOver || body.hasFailed || body.awaitsContinue || body.isBeingRead ? nil : nextBodyEvent()
    }

    fileprivate mutating func nextBodyEvent() -> Result<RequestParser.Event, RequestError> {
        if body.isOver { return .success(.end) }
        let result = parser.result()
        switch result {
        case .success(.body(var piece)):
            appendWhatIsHere(to: &piece)
            body.received += piece.count
            body.pace.moved(piece.count)
            body.awaitsContinue = false
            return .success(.body(piece))
        case .success(.end): body.isOver = true
        case .success: break
        case .failure: body.hasFailed = true
        }
        return result
    }

    /// A body may come in chunks of a byte each: they are handed on together, so that a chunk costs no more than being parsed.
    private mutating func appendWhatIsHere(to piece: inout [UInt8]) {
        while piece.count < Connection.bodyCapacity {
            switch parser.result() {
            case .success(.body(let more)): piece.append(contentsOf: more)
            case .success(.end):
                body.isOver = true
                return
            // An error is said again when the next piece is asked for.
            case .success, .failure: return
            }
        }
    }
}
