/// A connection to a server, for one exchange after another; closed when the last reference goes.
final class ClientChannel: Sendable {
    let origin: ClientOrigin
    private let channel: Channel
    /// The channel holds it weakly.
    private let observer = Nobody()

    /// Who need not be told: whoever reads finds out.
    private final class Nobody: ChannelObserver {
        func channel(_ channel: Channel, _ event: ChannelEvent) {}
    }

    private init(_ socket: Socket, to origin: ClientOrigin, poller: Poller, stall: Duration) throws(ClientError) {
        self.origin = origin
        channel = Channel(socket, poller: poller, writeTimeout: stall, rates: DataRates())
        do throws(SocketError) {
            try channel.start(observer: observer)
        } catch {
            throw .unreachable(origin.authority, reason: "\(error)")
        }
    }

    deinit { channel.close() }

    static func open(to origin: ClientOrigin, for client: HTTPClient, _ addresses: [SocketAddress]) async throws(ClientError)
        -> ClientChannel
    {
        let socket = try await Connecting.connect(
            to: addresses, host: origin.authority, poller: client.poller, timeout: client.timeouts.connect)
        let channel = try ClientChannel(socket, to: origin, poller: client.poller, stall: client.timeouts.stall)
        if origin.isSecure { try await channel.secure(client.trust, timeout: client.timeouts.connect) }
        return channel
    }

    /// Whether nothing has come, and it is open, as far as the system has told.
    var isIdle: Bool {
        switch channel.receive(capacity: 1) {
        case .nothing: channel.failure == nil
        case .bytes, .end, .failed: false
        }
    }

    private func secure(_ trust: ClientTrust, timeout: Duration) async throws(ClientError) {
        let ssl = try trust.makeSession(with: origin.host)
        do throws(TLSError) {
            let session = try TLSSession(ssl: ssl, role: .client)
            // The client speaks first.
            _ = session.handshake()
            channel.secure(with: session)
        } catch {
            throw .noTLS(origin.authority, reason: "\(error)")
        }
        let deadline = Uptime.after(timeout, from: Uptime.now)
        while true {
            switch channel.handshake() {
            case .done: return
            case .nothing: try await waitForBytes(until: deadline)
            case .plaintext: throw .noTLS(origin.authority, reason: "it speaks plain HTTP")
            case .refused(let reason): throw .noTLS(origin.authority, reason: reason)
            case .gone: throw .disconnected(origin.authority)
            }
        }
    }

    func send(_ head: [UInt8], _ body: [UInt8]) async throws(ClientError) {
        do throws(WriteError) {
            try await channel.send(head, body, observesCancellation: true)
        } catch {
            switch error {
            case .cancelled: throw .cancelled(origin.authority)
            case .timedOut: throw .timedOut(origin.authority)
            case .clientGone, .finished: throw .disconnected(origin.authority)
            }
        }
    }

    /// The next bytes, at least one; nil at the end.
    func receive(stall: Duration) async throws(ClientError) -> [UInt8]? {
        while true {
            switch channel.receive(capacity: 16 << 10) {
            case .bytes(let bytes): return bytes
            case .end: return nil
            case .nothing: try await waitForBytes(until: Uptime.after(stall, from: Uptime.now))
            case .failed: throw .disconnected(origin.authority)
            }
        }
    }

    private func waitForBytes(until deadline: UInt64) async throws(ClientError) {
        switch await channel.waitForBytes(until: deadline) {
        case .ready: return
        case .timedOut: throw .timedOut(origin.authority)
        case .cancelled: throw .cancelled(origin.authority)
        case .interrupted, .failed, .occupied: throw .disconnected(origin.authority)
        }
    }

    /// Closes it with a reset, so that the other end finds out at its next byte and stops.
    func abandon() { channel.close(reset: true) }
}
