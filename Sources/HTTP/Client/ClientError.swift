/// Why a request of ours had no whole answer, by consequence.
package enum ClientError: Error, Sendable, Hashable {
    /// The name is not known to the system, with its reason. Where the network is down it may be known later.
    case unknownHost(String, reason: String)
    /// No connection, with the system's reason.
    case unreachable(String, reason: String)
    /// The handshake failed: a certificate that is not to be trusted, or no TLS at the other end.
    case noTLS(String, reason: String)
    /// The proxy refused to connect, with its status.
    case proxyRefused(String, status: Int)
    /// The connection ended before the answer did.
    case disconnected(String)
    /// Nothing came, or could be sent, for so long as the caller waits.
    case timedOut(String)
    /// The task that asked was cancelled.
    case cancelled(String)
    /// What came is no HTTP.
    case malformed(String, reason: String)

    /// Whether the same request may have its answer a little later.
    package var isTransient: Bool {
        switch self {
        case .unknownHost, .unreachable, .disconnected, .timedOut, .malformed: true
        case .noTLS, .cancelled: false
        case .proxyRefused(_, let status): status >= 500
        }
    }
}

extension ClientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownHost(let host, let reason): "\(host) is not known: \(reason)"
        case .unreachable(let host, let reason): "no connection to \(host): \(reason)"
        case .noTLS(let host, let reason): "no TLS with \(host): \(reason)"
        case .proxyRefused(let host, let status): "the proxy does not connect to \(host): status \(status)"
        case .disconnected(let host): "\(host) closed the connection before its answer was complete"
        case .timedOut(let host): "\(host) sends nothing"
        case .cancelled(let host): "the request to \(host) was cancelled"
        case .malformed(let host, let reason): "\(host) does not answer as HTTP/1.1 has it: \(reason)"
        }
    }
}
