import Dispatch
import HTTPTypes
import Logging
import Synchronization

extension Connection {
    /// Why whatever a connection asks is refused.
    enum Refusal: Hashable {
        /// Over the limit of all connections.
        case server
        /// Over the limit of its address. 429 (RFC 6585 §4) says whose limit it is: by 503, as which nginx knows it, a proxy that is
        /// not trusted would take the server for dead.
        case address

        var status: HTTPResponse.Status {
            switch self {
            case .server: .serviceUnavailable
            case .address: .tooManyRequests
            }
        }

        var message: String {
            switch self {
            case .server: "There are too many connections."
            case .address: "There are too many connections from this address."
            }
        }
    }

    /// Finds out who is at the other end, and whether there is room for one more connection of its. Nil when the connection can go on.
    func identify() async -> Ending? {
        let proxies = context.configuration.proxies
        if proxies.expectsHeader {
            guard proxies.trusted.contains(peer) else {
                context.logger.debug("closed a connection that is no trusted proxy's", metadata: ["client": "\(peer)"])
                return .close
            }
            switch await readProxyHeader() {
            case .success(let header):
                // Where the proxy names nobody, what it passes on is believed no more than what a stranger sends.
                state.withLock { $0.peer = header.source.map(Peer.address) ?? .unknown }
            case .failure(let error):
                context.logger.notice(
                    "closed a connection without a valid PROXY header", metadata: ["proxy": "\(remoteAddress)", "reason": "\(error)"])
                return .close
            case nil: return .close
            }
        }
        return admit()
    }

    /// Counts the connection for its address. Trusted proxies are not counted: they speak for many.
    private func admit() -> Ending? {
        guard let address = peer.address?.ip, !context.configuration.proxies.trusted.contains(address) else { return nil }
        let admission = context.addresses.enter(address)
        state.withLock { state in
            state.place = (address, admission)
            if admission == .refused, state.refusal == nil { state.refusal = .address }
        }
        guard admission != .admitted else { return nil }
        context.logger.debug("too many connections from an address", metadata: ["client": "\(address)"])
        return admission == .dropped ? .close : nil
    }

    /// Nil where the client goes, is silent for too long, or the server drains.
    private func readProxyHeader() async -> Result<ProxyHeader, ProxyHeaderError>? {
        let deadline = Uptime.after(context.configuration.timeouts.header, from: DispatchTime.now().uptimeNanoseconds)
        var reader = ProxyHeaderReader()
        while true {
            switch channel.receive(capacity: Self.proxyHeaderCapacity) {
            case .bytes(let bytes):
                do throws(ProxyHeaderError) {
                    guard let (header, rest) = try reader.receive(bytes) else { continue }
                    channel.unread(rest)
                    return .success(header)
                } catch {
                    return .failure(error)
                }
            case .end, .failed: return nil
            case .nothing:
                guard await channel.waitForBytes(until: deadline, isInterruptible: true) == .ready else { return nil }
            }
        }
    }

    /// Of a header with a few TLVs; what is read beyond it has to be copied.
    private static let proxyHeaderCapacity = 512
}
