package import HTTPTypes

/// Request line and header, valid by every rule that can be checked without knowing the resource.
package struct RequestHead: Sendable, Hashable {
    package var method: HTTPRequest.Method
    /// In origin form (path and query), or `*`.
    package var target: String
    /// From an absolute target, else from `Host`; nil only in HTTP/1.0.
    package var authority: String?
    package var version: HTTPVersion
    package var headers: HTTPFields
    package var framing: BodyFraming
    /// The client awaits `100 Continue` before it sends the body. Never in HTTP/1.0.
    package var expectsContinue: Bool
    /// Whether another request may follow on the connection: without `Connection: close`, and in HTTP/1.0 with `keep-alive`.
    package var keepsAlive: Bool
}

/// How the end of a body is found (RFC 9112 §6.3).
package enum BodyFraming: Sendable, Hashable {
    case none
    /// Bytes, above 0.
    case length(Int)
    case chunked
}
