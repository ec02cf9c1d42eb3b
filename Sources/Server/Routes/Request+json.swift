package import HTTP
package import HTTPTypes
package import JSON
import OpenAI

extension Request {
    /// The body as JSON. Anything but `application/json` is refused, so that no web page can send it without the browser asking first.
    package func json(upTo limit: Int) async throws -> JSONValue {
        let mediaType = headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard mediaType?.split(separator: " ").first == "application/json" else {
            throw APIError(
                status: 415, kind: .invalidRequest,
                message: "The request's Content-Type must be application/json"
                    + (headers[.contentType].map { ", not \($0)." } ?? "; it has none."),
                code: "unsupported_content_type")
        }
        let bytes = try await body.collect(upTo: limit)
        do {
            return try JSONValue(parsing: bytes, limits: JSONLimits(maximumBytes: limit))
        } catch {
            throw APIError.malformedBody("\(error)")
        }
    }
}

extension Response {
    /// A JSON document.
    package static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: .bytes(value.serializedBytes))
    }
}
