import Dispatch
import Synchronization

extension Connection {
    enum HeadResult {
        case head(RequestHead)
        case refused(RequestError)
        /// A header began and did not end in time.
        case timedOut
        /// Nothing of a request has come.
        case idle(until: UInt64)
        /// No further request: the client closed, was silent for long, or the server drains.
        case over
    }

    /// - Parameter wakening: what ended the time in which the connection was idle.
    func readHead(after wakening: Wakening) async -> HeadResult {
        switch wakening {
        case .ready: break
        case .interrupted:
            // A request that is here already is answered.
            guard case .bytes(let bytes) = channel.receive(capacity: Self.headCapacity) else { return .over }
            state.withLock { $0.parser.receive(bytes) }
        case .timedOut, .cancelled, .failed, .occupied: return .over
        }
        // RFC 9112 §9.5 leaves the times to the server. That of the header does not begin anew with each byte that trickles in.
        var headerDeadline: UInt64?
        while true {
            let (result, isBetweenRequests) = state.withLock { ($0.parser.result(), $0.parser.isBetweenRequests) }
            switch result {
            case .success(.head(let head)):
                state.withLock { $0.idleDeadline = nil }
                return .head(head)
            case .success: break
            case .failure(let error): return .refused(error)
            }
            if !isBetweenRequests && headerDeadline == nil {
                headerDeadline = Uptime.after(context.configuration.timeouts.header, from: DispatchTime.now().uptimeNanoseconds)
            }
            switch channel.receive(capacity: Self.headCapacity) {
            case .bytes(let bytes):
                state.withLock { $0.parser.receive(bytes) }
                continue
            case .end, .failed: return .over
            case .nothing: break
            }
            guard let headerDeadline else { return idle() }
            switch await channel.waitForBytes(until: headerDeadline) {
            case .ready: continue
            case .timedOut: return .timedOut
            case .cancelled, .failed, .occupied, .interrupted: return .over
            }
        }
    }

    /// Empty lines, which are no request, do not put off the end of it.
    private func idle() -> HeadResult {
        let timeouts = context.configuration.timeouts
        let now = DispatchTime.now().uptimeNanoseconds
        return state.withLock { state in
            if let deadline = state.idleDeadline { return now < deadline ? .idle(until: deadline) : .over }
            // One that is refused is to ask soon.
            let deadline = Uptime.after(state.refusal == nil ? timeouts.idle : min(timeouts.idle, timeouts.header), from: now)
            state.idleDeadline = deadline
            return .idle(until: deadline)
        }
    }

    private static let headCapacity = 16 << 10
    static let bodyCapacity = 64 << 10

    /// Reads what has come by now of a body that nobody wanted. Where its framing is broken, so is the request, and that is its answer
    /// whatever its handler thought of it.
    func skipWhatHasCome() -> RequestError? {
        var budget = Self.discardLimit
        while budget > 0 {
            switch state.withLock({ $0.nextUnwantedEvent() }) {
            case .success(.body(let piece)):
                budget -= piece.count
                continue
            case .failure(let error): return error
            case .success(.needsBytes): break
            case .success(.end), .success(.head), nil: return nil
            }
            guard case .bytes(let bytes) = channel.receive(capacity: Self.headCapacity) else { return nil }
            state.withLock { $0.parser.receive(bytes) }
        }
        return nil
    }

    /// Reads an unwanted body to its end, if that is near, so that the connection can go on.
    func discardBody() async -> Bool {
        let deadline = Uptime.after(context.configuration.timeouts.linger, from: DispatchTime.now().uptimeNanoseconds)
        var budget = Self.discardLimit
        while true {
            let result = state.withLock { $0.body.isOver ? .success(.end) : $0.parser.result() }
            switch result {
            case .success(.body(let piece)):
                budget -= piece.count
                guard budget >= 0 else { return false }
                continue
            case .success(.end): return true
            case .success(.needsBytes): break
            case .success(.head), .failure: return false
            }
            switch channel.receive(capacity: Self.bodyCapacity) {
            case .bytes(let bytes): state.withLock { $0.parser.receive(bytes) }
            case .end, .failed: return false
            case .nothing:
                guard await channel.waitForBytes(until: deadline) == .ready else { return false }
            }
        }
    }

    /// Bytes of a body that nobody wants, beyond which closing is cheaper. 64 KiB.
    static let discardLimit = 64 << 10
}

extension RequestParser {
    /// The next event or the error, where typed throws do not pass through a closure.
    mutating func result() -> Result<Event, RequestError> {
        do throws(RequestError) { return .success(try next()) } catch { return .failure(error) }
    }
}
