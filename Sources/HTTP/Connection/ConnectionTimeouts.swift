/// How long a connection waits for its client.
package struct ConnectionTimeouts: Sendable, Hashable {
    /// From the connection to the end of the TLS handshake; then the connection is closed. Default 10 s.
    package var tlsHandshake: Duration = .seconds(10)
    /// From the first byte of a request to the end of its header, however the bytes trickle; then 408. Default 10 s.
    package var header: Duration = .seconds(10)
    /// Between two reads of a body; then 408. Default 30 s.
    package var bodyStall: Duration = .seconds(30)
    /// Waiting for one body in all, beside one second for every 256 KiB received; then 408. Default 60 s.
    package var body: Duration = .seconds(60)
    /// Between two requests, and before the first; then the connection is closed. Default 75 s, above nginx's 60 s for upstreams.
    package var idle: Duration = .seconds(75)
    /// Without the client taking any of the bytes that wait for it; then the connection is cut. Default 60 s.
    package var write: Duration = .seconds(60)
    /// After the last answer, for the client to close first, so that the answer is not destroyed by a reset. Default 5 s.
    package var linger: Duration = .seconds(5)
    /// How long a request runs after its client's FIN before it is probed for, and between two probes. Default 1 s.
    package var probe: Duration = .seconds(1)

    package init() {}
}

/// What a FIN means that comes while a request runs whose answer does not stream. A client that has closed and one that has only
/// shut its sending side look the same until something is sent. (A stream finds out at its next write.)
package enum HalfClosePolicy: String, Sendable, Hashable, CaseIterable {
    /// The request is answered; a client that is gone is found out by the answer.
    case serve
    /// An HTTP/1.1 client is sent `102 Processing`, which every client must be able to skip (RFC 9110 §15.2): one that has closed
    /// answers with a reset, and its request is cancelled. HTTP/1.0 clients are served.
    case probe
    /// The request is cancelled.
    case cancel
}
