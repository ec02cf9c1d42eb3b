/// Where and how a server serves. Every default can stand as it is.
package struct HTTPServerConfiguration: Sendable {
    /// Addresses to listen on; port 0 takes a free one, see ``HTTPServer/boundAddresses``.
    package var addresses: [SocketAddress]
    /// Sockets to listen on beside them, which the process was started with.
    package var inherited: [InheritedSocket] = []
    package var listening = ListenOptions()
    /// Nil: plain HTTP. Where it is given, all addresses speak TLS and nothing else.
    package var tls: TLSConfiguration?
    package var limits = RequestLimits()
    package var timeouts = ConnectionTimeouts()
    package var rates = DataRates()
    package var proxies = ProxyPolicy()
    package var halfClose = HalfClosePolicy.probe
    /// Whether bodies at hand, of 512 bytes and more, are compressed for clients that take gzip.
    package var compressesResponses = true
    /// Connections at a time, but never more than 80 % of the descriptors that the process may open. Above it clients get 503. Default 4096.
    package var maximumConnections = 4096
    /// Connections at a time of one client address, or of one IPv6 network of 64 bits; 0 for no limit. Above it clients get 429, and far
    /// above it are closed without a word. Trusted proxies are not counted, nor are clients without an address. Default 0.
    package var maximumConnectionsPerAddress = 0
    /// Requests after which a connection is closed, the last answer saying so; 0 for no limit. Default 10,000.
    package var maximumRequestsPerConnection = 10_000
    /// From the shutdown until running requests are cancelled. Default 25 s, below Kubernetes' 30 s.
    package var drainLimit: Duration = .seconds(25)
    /// From that cancellation until the connections are cut. Default 3 s.
    package var cancellationLimit: Duration = .seconds(3)

    package init(addresses: [SocketAddress]) {
        self.addresses = addresses
    }
}

extension HTTPServerConfiguration {
    /// Of a body that begins.
    var bodyPace: Pace { Pace(bytesPerSecond: rates.body, window: timeouts.bodyStall, grace: rates.grace) }
}
