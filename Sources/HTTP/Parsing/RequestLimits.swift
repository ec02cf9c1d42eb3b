/// How large a request may be. Lengths are in bytes and leave out the line's CRLF.
package struct RequestLimits: Sendable, Hashable {
    /// Method, target and version together; more is 414. Default 16 KiB (RFC 9112 §3 asks for 8,000 at least).
    package var requestLine = 16 << 10
    /// One field line; more is 431. Default 16 KiB.
    package var fieldLine = 16 << 10
    /// All field lines with their CRLFs, trailers included; more is 431. Default 64 KiB.
    package var fieldSection = 64 << 10
    /// Fields, trailers included; more is 431. Default 128.
    package var fieldCount = 128
    /// Empty lines before a request line (RFC 9112 §2.2). Default 8.
    package var leadingEmptyLines = 8
    /// The extensions of all chunks of one body together; more is 400. Default 16 KiB.
    package var chunkExtensions = 16 << 10
    /// One body, declared or chunked, and again as it is expanded from gzip or deflate; more is 413. Default 32 MiB.
    package var body = 32 << 20
    /// Times that a compressed body may grow, beyond its first 64 KiB; more is 413. Default 256 (text compresses 3 to 50 times).
    package var expansion = 256

    package init() {}
}
