package import HTTPTypes

/// What a handler answers. Framing (`Content-Length`, `Transfer-Encoding`), `Connection`, `Date` and `x-request-id`
/// are the connection's to write; a handler's own values of those are dropped, save `Connection: close`, which closes.
package struct Response: Sendable {
    /// A final status, 200 to 599.
    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: ResponseBody

    package init(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], body: ResponseBody = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A body at hand, with its media type.
    package init(status: HTTPResponse.Status = .ok, contentType: String, bytes: [UInt8]) {
        self.init(status: status, headers: [.contentType: contentType], body: .bytes(bytes))
    }

    package init(status: HTTPResponse.Status = .ok, text: String) {
        self.init(status: status, contentType: "text/plain; charset=utf-8", bytes: Array(text.utf8))
    }
}

package enum ResponseBody: Sendable {
    case empty
    /// Sent with an exact `Content-Length`.
    case bytes([UInt8])
    /// Written piece by piece: chunked in HTTP/1.1, ended by the close in HTTP/1.0. The head is sent before the closure runs;
    /// when the closure throws, the connection is closed without the last chunk, so that the client sees that the body is not whole.
    case stream(@Sendable (any BodyWriter) async throws -> Void)
}

/// The body of an error that HTTP itself answers (a request that does not parse, no such route, over a limit, …):
/// given the status and one sentence for the client, the media type and the bytes.
package typealias ErrorBody = @Sendable (_ status: HTTPResponse.Status, _ message: String) -> (contentType: String, bytes: [UInt8])
