/// What can be wrong with a parameter. Messages and codes are worded as the published API words them.
extension APIError {
    /// 400 about one parameter.
    package static func invalid(_ message: String, param: String?, code: String? = "invalid_value") -> APIError {
        APIError(status: 400, kind: .invalidRequest, message: message, param: param, code: code)
    }

    package static func missing(_ param: String) -> APIError {
        invalid("Missing required parameter: '\(param)'.", param: param, code: "missing_required_parameter")
    }

    /// `expected` and `found` with their articles: "a string", "an integer".
    package static func wrongType(_ param: String, expected: String, found: String) -> APIError {
        invalid("Invalid type for '\(param)': expected \(expected), but got \(found) instead.", param: param, code: "invalid_type")
    }

    /// A value outside an enumeration.
    package static func notAmong(_ allowed: [String], value: String, param: String) -> APIError {
        invalid("Invalid value: '\(excerpt(value))'. Supported values are: \(list(allowed)).", param: param)
    }

    /// A value that the API knows and this server does not offer.
    package static func unsupportedValue(_ message: String, param: String) -> APIError {
        invalid(message, param: param, code: "unsupported_value")
    }

    /// A parameter that would change the answer and that this server does not offer.
    package static func unsupportedParameter(_ param: String, _ advice: String) -> APIError {
        invalid("Unsupported parameter: '\(param)' is not supported by this server. \(advice)", param: param, code: "unsupported_parameter")
    }

    /// 400: the body is not the JSON object that the endpoint takes.
    package static func malformedBody(_ reason: String) -> APIError {
        invalid("We could not parse the JSON body of your request: \(reason).", param: nil, code: nil)
    }

    /// `'a', 'b', and 'c'`.
    static func list(_ values: [String]) -> String {
        let quoted = values.map { "'\($0)'" }
        guard quoted.count > 2, let last = quoted.last else { return quoted.joined(separator: " and ") }
        return quoted.dropLast().joined(separator: ", ") + ", and " + last
    }

    /// What a client sent, short enough to send back.
    static func excerpt(_ value: String, limit: Int = 64) -> String {
        value.unicodeScalars.count <= limit ? value : String(String.UnicodeScalarView(value.unicodeScalars.prefix(limit))) + "…"
    }
}
