package import HTTPTypes

/// One request as a handler sees it. Its fields were validated byte by byte before they became strings.
package struct Request: Sendable {
    package var method: HTTPRequest.Method
    /// The target in origin form as it was sent: path and query, percent-encoded. `*` for `OPTIONS *`. Handlers have it without the
    /// ``basePath``.
    package private(set) var target: String
    /// What a path of this server is appended to for a link: `/chorale`, or nothing.
    package private(set) var basePath = ""
    /// Who the client is, as far as it is known: by what trusted proxies say, else who is at the connection's other end.
    package var client: ClientAddress?
    /// How the client asked: by what trusted proxies say, else by the connection.
    package var scheme: RequestScheme
    /// The host (and port) that was asked for: by what trusted proxies say, else from an absolute target, else from `Host`; nil only in
    /// HTTP/1.0.
    package var authority: String?
    package var version: HTTPVersion
    package var headers: HTTPFields
    /// The path, percent-decoded, without the query. For matching routes see ``Router``, which splits before it decodes.
    package private(set) var path: String
    package var query: QueryItems
    /// What the route's `{names}` matched, percent-decoded.
    package var parameters: [String: String] = [:]
    package var body: RequestBody
    /// The other end of the connection: the client, or the nearest proxy.
    package var remoteAddress: SocketAddress?
    /// The client's `x-request-id`, or one made here. The answer carries it.
    package var id: String

    /// - Throws: ``RequestError/invalidTarget(_:)`` when the target does not decode to UTF-8 text.
    package init(
        method: HTTPRequest.Method, target: String, origin: RequestOrigin = RequestOrigin(client: nil, scheme: .http, authority: nil),
        version: HTTPVersion = .http1_1, headers: HTTPFields = [:], body: RequestBody = .empty, remoteAddress: SocketAddress? = nil,
        id: String = ""
    ) throws(RequestError) {
        let (path, query) = RequestTarget.split(target)
        guard let decoded = RequestTarget.decode(path) else { throw .invalidTarget("does not decode to text") }
        self.method = method
        self.target = target
        (client, scheme, authority) = (origin.client, origin.scheme, origin.authority)
        self.version = version
        self.headers = headers
        self.path = decoded
        self.query = QueryItems(query ?? "")
        self.body = body
        self.remoteAddress = remoteAddress
        self.id = id
    }

    /// The same as one value of swift-http-types.
    package var head: HTTPRequest {
        HTTPRequest(method: method, scheme: scheme.rawValue, authority: authority, path: target, headerFields: headers)
    }

    /// The request as it is asked below a base path; nil when it is not below it.
    func below(_ base: BasePath) -> Request? {
        guard !base.isRoot else { return self }
        guard let target = base.remainder(of: target), let path = RequestTarget.decode(RequestTarget.split(target).path) else { return nil }
        var request = self
        (request.target, request.path, request.basePath) = (target, path, base.description)
        return request
    }
}

/// The minor versions of HTTP/1 that are told apart.
package enum HTTPVersion: Sendable, Hashable {
    case http1_0
    /// 1.1, and every later minor version, which is served as 1.1 (RFC 9110 §2.5).
    case http1_1
}
