package import JSON

/// An error as the OpenAI API tells it: a status, and a body `{"error": {"message", "type", "param", "code"}}`.
///
/// The status and the body say the same thing. Validation is 400, never 422.
package struct APIError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The `type` of an error.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case invalidRequest = "invalid_request_error"
        case authentication = "authentication_error"
        case permission = "permission_error"
        case notFound = "not_found_error"
        case rateLimit = "rate_limit_error"
        case server = "server_error"
    }

    /// The HTTP status, 400 to 599.
    package var status: Int
    package var kind: Kind
    /// For people: what is wrong and what would be right.
    package var message: String
    /// The parameter at fault as a path, such as `messages[2].content[0].text`.
    package var param: String?
    /// For programs, such as `context_length_exceeded`.
    package var code: String?
    /// When the same request may succeed.
    package var retryAfter: Duration?
    /// False where a retry fails the same way although the status suggests one (openai-python repeats 408, 409, 429 and 5xx).
    package var retryMayHelp: Bool?

    package init(
        status: Int, kind: Kind, message: String, param: String? = nil, code: String? = nil,
        retryAfter: Duration? = nil, retryMayHelp: Bool? = nil
    ) {
        self.status = status
        self.kind = kind
        self.message = message
        self.param = param
        self.code = code
        self.retryAfter = retryAfter
        self.retryMayHelp = retryMayHelp
    }

    package var description: String { "\(status) \(kind.rawValue): \(message)" }

    /// The answer's body, and a chat stream's last frame when the stream has begun. All four keys are always there.
    package var json: JSONValue {
        [
            "error": [
                "message": .string(message), "type": .string(kind.rawValue), "param": .nullable(param), "code": .nullable(code),
            ]
        ]
    }

    /// The header fields that belong to the error: `retry-after` in whole seconds, `retry-after-ms`, `x-should-retry`.
    package var headerFields: [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        if let retryAfter {
            let (seconds, attoseconds) = retryAfter.components
            let milliseconds = max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000)
            fields.append(("retry-after", String((milliseconds + 999) / 1000)))
            fields.append(("retry-after-ms", String(milliseconds)))
        }
        if let retryMayHelp { fields.append(("x-should-retry", String(retryMayHelp))) }
        return fields
    }
}
