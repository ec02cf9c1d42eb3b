package import HTTP
import HTTPTypes

/// Which web pages may call the API from a browser (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol). Off unless configured; never
/// with a browser's own credentials, so that `*` lets no page act in a user's name.
package struct CrossOriginPolicy: Sendable, Hashable {
    /// As browsers send them: `https://app.example`; `*` is any.
    package var origins: [String]

    package init(origins: [String]) {
        self.origins = origins
    }

    /// The origin to name in an answer; nil where the request's is not allowed or none.
    private func allowed(_ request: Request) -> String? {
        guard let origin = request.headers[.origin], !origins.isEmpty else { return nil }
        return origins.contains("*") ? "*" : origins.first { $0 == origin }
    }

    /// The answer to a browser that asks before a request of a page.
    package func preflight(_ request: Request) -> Response? {
        guard request.method == .options, request.headers[.accessControlRequestMethod] != nil, let origin = allowed(request) else {
            return nil
        }
        var headers: HTTPFields = [
            .accessControlAllowOrigin: origin, .accessControlAllowMethods: "GET, HEAD, POST, DELETE, OPTIONS",
            .accessControlMaxAge: "600", .vary: "Origin, Access-Control-Request-Headers",
        ]
        // What the page wants to send: clients of the API have many fields of their own, and none of them opens anything.
        if let names = request.headers[.accessControlRequestHeaders] { headers[.accessControlAllowHeaders] = names }
        return Response(status: .noContent, headers: headers)
    }

    /// Lets the page read the answer.
    package func mark(_ response: inout Response, to request: Request) {
        guard !origins.isEmpty else { return }
        if !origins.contains("*") { response.headers.append(HTTPField(name: .vary, value: "Origin")) }
        guard let origin = allowed(request) else { return }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = Self.exposed
    }

    private static let exposed =
        "x-request-id, retry-after, retry-after-ms, x-should-retry, chorale-reasoning-effort, chorale-warning, chorale-repairs, "
        + "x-ratelimit-limit-requests, x-ratelimit-limit-tokens, x-ratelimit-remaining-requests, x-ratelimit-remaining-tokens, "
        + "x-ratelimit-reset-requests, x-ratelimit-reset-tokens"
}
