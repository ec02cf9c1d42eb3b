package import HTTP
package import HTTPTypes
package import JSON
import OpenAI

extension Request {
    /// What the route's `{name}` matched; empty where it has none of that name.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

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

extension Request {
    /// The body as JSON; `nil` where there is none.
    func optionalJSON(upTo limit: Int) async throws -> JSONValue? {
        let isEmpty = headers[.contentLength].map { $0 == "0" } ?? (headers[.transferEncoding] == nil)
        // Not in one expression: `nil` would be JSON's null there.
        guard !isEmpty else { return nil }
        return try await json(upTo: limit)
    }
}

extension QueryItems {
    /// `true`, `false`, `1` or `0`; false where it is not there.
    func flag(_ name: String) throws(APIError) -> Bool {
        switch self[name] {
        case nil, "", "false", "False", "0": return false
        case "true", "True", "1": return true
        case let value?: throw .invalid("Invalid '\(name)': expected true or false, but got '\(value.prefix(64))'.", param: name)
        }
    }

    /// An integer of at least 0, or what a header says instead.
    func number(_ name: String, or header: String?) throws(APIError) -> Int? {
        guard let text = self[name] ?? header, !text.isEmpty else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw .invalid("Invalid '\(name)': expected an integer of at least 0, but got '\(text.prefix(64))'.", param: name)
        }
        return number
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
