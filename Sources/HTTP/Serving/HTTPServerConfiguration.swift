/// Where and how a server serves. Every default can stand as it is.
package struct HTTPServerConfiguration: Sendable {
    /// Addresses to listen on; port 0 takes a free one, see ``HTTPServer/boundAddresses``.
    package var addresses: [SocketAddress]
    /// Nil: plain HTTP. Where it is given, all addresses speak TLS and nothing else.
    package var tls: TLSConfiguration?
    package var limits = RequestLimits()
    package var timeouts = ConnectionTimeouts()
    package var halfClose = HalfClosePolicy.probe
    /// Whether bodies at hand, of 1 KiB and more, are compressed for clients that take gzip.
    package var compressesResponses = true
    /// Connections at a time, but never more than 80 % of the descriptors that the process may open. Above it clients get 503. Default 4096.
    package var maximumConnections = 4096
    /// Connections that wait to be accepted, as `listen` takes it. Default 1024.
    package var backlog: Int32 = 1024
    /// From the shutdown until running requests are cancelled. Default 25 s, below Kubernetes' 30 s.
    package var drainLimit: Duration = .seconds(25)
    /// From that cancellation until the connections are cut. Default 3 s.
    package var cancellationLimit: Duration = .seconds(3)

    package init(addresses: [SocketAddress]) {
        self.addresses = addresses
    }
}
