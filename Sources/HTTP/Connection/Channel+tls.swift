import Dispatch
import Synchronization

/// TLS between the socket and the channel's users. What is queued is ciphertext, so that back-pressure counts what the client has to
/// take, and a channel with TLS differs from one without in these lines only.
extension Channel {
    enum Securing: Hashable {
        case done
        /// ``Channel/waitForBytes(until:isInterruptible:observesCancellation:)`` first.
        case nothing
        /// The client speaks plain HTTP, and so does the channel from here on.
        case plaintext
        /// TLS failed for this reason; the alert that says so is on its way.
        case refused(String)
        /// The client is gone.
        case gone
    }

    /// Speaks TLS from here on. A client's session has begun its handshake: what it has to say first is sent.
    func secure(with session: TLSSession) {
        perform(
            state.withLock { state in
                guard state.failure == nil else { return Actions() }
                state.tls = session
                let actions = state.sendReplies(of: session)
                arrange(&state)
                return actions
            })
    }

    /// Goes on with the handshake as far as the bytes that have come allow.
    func handshake() -> Securing {
        let (result, actions) = state.withLock { state -> (Securing, Actions) in
            guard state.failure == nil, let tls = state.tls else { return (.gone, Actions()) }
            switch state.receiveFromSocket(capacity: Self.flightCapacity) {
            case .bytes(let bytes): tls.receive(bytes)
            case .nothing: return (.nothing, Actions())
            case .end: return (.gone, Actions())
            case .failed: return (.gone, state.fail(.gone))
            }
            let result = tls.handshake()
            let actions = state.sendReplies(of: tls)
            arrange(&state)
            switch result {
            case .done:
                return (.done, actions)
            case .needsCiphertext:
                return (.nothing, actions)
            case .plaintext:
                state.tls = nil
                return (.plaintext, actions)
            case .failed(let reason):
                // What still comes is read and dropped, as it is.
                state.tls = nil
                return (.refused(reason), actions)
            }
        }
        perform(actions)
        return result
    }

    /// Of a client's part of the handshake: more than all of it, certificates apart.
    private static let flightCapacity = 4 << 10

    /// Says that nothing more is sent (close_notify), behind what waits.
    func finishTLS() {
        perform(
            state.withLock { state in
                let actions = state.finishTLS()
                arrange(&state)
                return actions
            })
    }
}

extension Channel.State {
    /// Plaintext, as much as has come. An end without close_notify is an end like a FIN: HTTP's framing tells whether something is
    /// missing (RFC 9112 §9.8).
    mutating func receive(_ tls: TLSSession, capacity: Int) -> Channel.Received {
        while true {
            if tls.hasPending {
                let (bytes, last) = tls.read(capacity: capacity)
                // More can be read without any edge to tell of it.
                if last != .needsCiphertext { _ = receiving.open() }
                if !bytes.isEmpty { return .bytes(bytes) }
                switch last {
                case .end: return .end
                case .failed: return .failed
                case .bytes, .needsCiphertext: break
                }
            }
            switch receiveFromSocket(capacity: capacity) {
            case .bytes(let ciphertext): tls.receive(ciphertext)
            case .end: return .end
            case .nothing: return .nothing
            case .failed: return .failed
            }
        }
    }

    /// Queues bytes for the socket, encrypted where TLS is spoken.
    /// - Returns: false when TLS has failed.
    mutating func queue(_ bytes: [UInt8]) -> Bool {
        guard let tls else {
            output.append(bytes)
            return true
        }
        guard tls.write(bytes) else { return false }
        output.append(tls.takeCiphertext())
        return true
    }

    /// Sends what TLS has to say by itself: handshake, alerts, key updates. A client that provokes such answers without taking them is cut.
    mutating func sendReplies(of tls: TLSSession) -> Channel.Actions {
        let replies = tls.takeCiphertext()
        guard !replies.isEmpty else { return Channel.Actions() }
        output.append(replies)
        tlsReplies += replies.count
        let actions = drain()
        return tlsReplies <= Self.repliesLimit || failure != nil ? actions : fail(.gone).after(actions)
    }

    /// Far above a handshake with a long chain of certificates.
    private static let repliesLimit = 256 << 10

    mutating func finishTLS() -> Channel.Actions {
        guard failure == nil, let tls else { return Channel.Actions() }
        tls.finish()
        return sendReplies(of: tls)
    }
}

extension TLSSession {
    /// At most `capacity` bytes, and what the last attempt to read more than them gave.
    fileprivate func read(capacity: Int) -> ([UInt8], Reading) {
        var last = Reading.needsCiphertext
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let buffer = UnsafeMutableRawBufferPointer(buffer)
            while count < buffer.count {
                last = read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                guard case .bytes(let more) = last else { break }
                count += more
            }
        }
        return (bytes, last)
    }
}
