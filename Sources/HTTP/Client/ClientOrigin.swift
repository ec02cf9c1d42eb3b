/// Where a request of ours goes: what has to be the same for a secret to be sent again (RFC 6454 §4).
package struct ClientOrigin: Sendable, Hashable {
    /// Whether it is `https`.
    package let isSecure: Bool
    /// A name in lower case, or an address without brackets.
    package let host: String
    package let port: UInt16

    /// - Parameter port: nil for the scheme's own.
    package init(isSecure: Bool, host: String, port: UInt16? = nil) {
        self.isSecure = isSecure
        self.host = host.lowercased()
        self.port = port ?? (isSecure ? 443 : 80)
    }

    /// As in `Host`: `localhost:8080`, `[::1]`; without a port that is the scheme's own.
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// As in `CONNECT`: with the port whatever it is (RFC 9112 §3.2.3).
    var authorityWithPort: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    /// Its addresses, by the system.
    package func addresses() throws(ClientError) -> [SocketAddress] {
        do throws(InvalidAddress) {
            return try SocketAddress.remoteAddresses(host: host, port: port)
        } catch {
            if case .unknownName(_, let reason) = error { throw .unknownHost(host, reason: reason) }
            throw .unknownHost(host, reason: "\(error)")
        }
    }
}

extension ClientOrigin: CustomStringConvertible {
    package var description: String { (isSecure ? "https://" : "http://") + authority }
}
