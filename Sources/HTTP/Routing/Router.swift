package import HTTPTypes

/// Finds the handler of a request by path, then by method. Unknown paths are 404; known paths with another method 405 with `Allow`;
/// `HEAD` goes to `GET`'s handler and `OPTIONS` is answered (RFC 9110 §9.3.2, §9.3.7, §15.5.6).
///
/// Patterns are literal segments, `{name}` for one segment that is not empty, and a last `{name...}` for one or more. Paths are split
/// at `/` first and decoded then, so that `%2F` is a character of a segment and no separator. Segments `.` and `..` match nothing.
package struct Router: Sendable {
    package typealias Handler = @Sendable (Request) async throws -> Response

    private var root = RouteNode()
    private let basePath: BasePath
    private let errorBody: ErrorBody

    /// - Parameter basePath: what all patterns are below.
    package init(basePath: BasePath = .root, errorBody: @escaping ErrorBody = plainErrorBody) {
        self.basePath = basePath
        self.errorBody = errorBody
    }

    /// Registers a handler. A literal segment wins over `{name}`, and that over `{name...}`.
    package mutating func on(_ method: HTTPRequest.Method, _ pattern: String, _ handler: @escaping Handler) {
        let segments = RoutePattern(pattern).segments
        root.insert(segments[...]) { node in
            precondition(node.handlers[method.rawValue] == nil, "\(method) \(pattern) is registered twice")
            node.handlers[method.rawValue] = handler
        }
    }

    package func respond(to request: Request) async throws -> Response {
        // RFC 9110 §9.1: a method that is not recognised at all is 501.
        guard Self.recognised.contains(request.method.rawValue) else {
            return error(.notImplemented, "The method is not implemented.")
        }
        if request.target == "*" { return Response(status: .noContent, headers: [.allow: "GET, HEAD, OPTIONS, POST"]) }
        guard var below = request.below(basePath), let (node, parameters) = match(below.target) else {
            return error(.notFound, "There is nothing at \(request.path).")
        }
        guard let handler = node.handler(for: request.method) else {
            if request.method == .options {
                return Response(status: .noContent, headers: [.allow: node.allow])
            }
            return error(
                .methodNotAllowed, "\(request.method.rawValue) is not allowed at \(request.path); allowed are \(node.allow).",
                headers: [.allow: node.allow])
        }
        below.parameters = parameters
        return try await handler(below)
    }

    /// The pattern that a target matches, for metrics: a closed set, unlike paths.
    package func pattern(matching target: String) -> String? {
        basePath.remainder(of: target).flatMap(match)?.node.pattern
    }

    private static let recognised: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]

    private func match(_ target: String) -> (node: RouteNode, parameters: [String: String])? {
        let path = RequestTarget.split(target).path
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        var segments: [String] = []
        for segment in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let decoded = RequestTarget.decode(Substring(segment)), decoded != ".", decoded != ".." else { return nil }
            segments.append(decoded)
        }
        var parameters: [String: String] = [:]
        return root.find(segments[...], &parameters).map { ($0, parameters) }
    }

    private func error(_ status: HTTPResponse.Status, _ message: String, headers: HTTPFields = [:]) -> Response {
        let (contentType, bytes) = errorBody(status, message)
        var headers = headers
        headers[.contentType] = contentType
        return Response(status: status, headers: headers, body: .bytes(bytes))
    }
}

/// One line of text, for servers without an error format of their own.
@Sendable package func plainErrorBody(status: HTTPResponse.Status, message: String) -> (contentType: String, bytes: [UInt8]) {
    ("text/plain; charset=utf-8", Array((message + "\n").utf8))
}
