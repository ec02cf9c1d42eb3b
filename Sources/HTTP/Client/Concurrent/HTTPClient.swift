import Dispatch
import Synchronization

/// Makes many requests at the same time, each in a task that may be cancelled, over connections that are kept for the next (RFC 9112 §9.3).
/// It has its own poller and no threads; nothing blocks but the look-up of names, which has a queue. Tasks that do little but read what comes here
/// cost less where they prefer ``executor``.
package final class HTTPClient: Sendable {
    package struct Timeouts: Sendable, Hashable {
        /// Until there is a connection, and until it is secured.
        package var connect = Duration.seconds(5)
        /// Without a byte of the answer, or with one of the request that the other end does not take.
        package var stall = Duration.seconds(120)
        /// A connection that has been idle for longer is not used again: below what servers keep them for (uvicorn: 5 s).
        package var idle = Duration.seconds(4)

        package init() {}
    }

    package let timeouts: Timeouts
    let trust: ClientTrust
    let poller: Poller
    /// Runs tasks where the bytes that they wait for come in, one at a time: none of them may block.
    package var executor: any TaskExecutor { poller }
    private let resolver = DispatchQueue(label: "chorale.resolver")
    private let idle = Mutex<[ClientOrigin: [IdleConnection]]>([:])

    private struct IdleConnection {
        var connection: ClientChannel
        /// Nanoseconds of uptime.
        var since: UInt64
    }

    /// Idle connections kept to one origin.
    private static let idleLimit = 256

    package init(trust: ClientTrust, timeouts: Timeouts = Timeouts()) throws(SocketError) {
        self.trust = trust
        self.timeouts = timeouts
        poller = try Poller(label: "chorale.client")
    }

    deinit { poller.cancel() }

    /// Sends a request and reads the head of its answer. Where a kept connection turns out to be gone before anything came, it is sent again on a
    /// new one: only for requests that may come twice, which those for tokens may (RFC 9110 §9.2.2).
    package func send(_ request: ClientRequest, to origin: ClientOrigin) async throws(ClientError) -> ClientExchange {
        while let kept = takeIdle(origin) {
            do throws(ClientError) {
                return try await exchange(request, on: kept)
            } catch {
                guard case .disconnected = error else { throw error }
            }
        }
        return try await exchange(request, on: ClientChannel.open(to: origin, for: self, addresses(of: origin)))
    }

    private func exchange(_ request: ClientRequest, on channel: ClientChannel) async throws(ClientError) -> ClientExchange {
        let exchange = ClientExchange(channel, self)
        try await exchange.begin(request)
        return exchange
    }

    private func takeIdle(_ origin: ClientOrigin) -> ClientChannel? {
        let now = Uptime.now
        return idle.withLock { idle in
            // The one used last is the one that is most likely to be there.
            while let last = idle[origin]?.popLast() {
                if Uptime.after(timeouts.idle, from: last.since) > now, last.connection.isIdle { return last.connection }
            }
            idle[origin] = nil
            return nil
        }
    }

    func keep(_ channel: ClientChannel) {
        idle.withLock { idle in
            var kept = idle[channel.origin] ?? []
            if kept.count >= Self.idleLimit { kept.removeFirst() }
            kept.append(IdleConnection(connection: channel, since: Uptime.now))
            idle[channel.origin] = kept
        }
    }

    /// Looks a name up, off the tasks' threads.
    private func addresses(of origin: ClientOrigin) async throws(ClientError) -> [SocketAddress] {
        if let host = SocketAddress.Host(numeric: origin.host) { return [SocketAddress(host: host, port: origin.port)] }
        return try await withCheckedContinuation { (continuation: CheckedContinuation<Result<[SocketAddress], ClientError>, Never>) in
            resolver.async {
                continuation.resume(returning: Result { () throws(ClientError) in try origin.addresses() })
            }
        }.get()
    }
}
