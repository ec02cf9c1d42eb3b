package import Engine
package import HTTP
package import HTTPTypes
import JSON
package import OpenAI
import Storage

/// The two outward maps of errors: any error to an `APIError`, and that to HTTP.
extension APIError {
    /// The answer of a request that failed before anything was sent.
    package var response: Response {
        var headers: HTTPFields = [.contentType: "application/json"]
        for (name, value) in headerFields {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(status: httpStatus, headers: headers, body: .bytes(json.serializedBytes))
    }

    /// With the reason phrase of those that are in use.
    private var httpStatus: HTTPResponse.Status {
        let statuses: [HTTPResponse.Status] = [
            .badRequest, .unauthorized, .forbidden, .notFound, .conflict, .unsupportedMediaType, .tooManyRequests, .internalServerError,
            .serviceUnavailable,
        ]
        return statuses.first { $0.code == status } ?? HTTPResponse.Status(code: status)
    }

    /// What a client is told of an error. What it does not name is for the log.
    package init(_ error: any Error) {
        self =
            switch error {
            case let error as APIError: error
            case StoreError.unavailable: .storeUnavailable
            default: .internalError
            }
    }

    /// What is stored can neither be read nor written at the moment.
    package static let storeUnavailable = APIError.unavailable(
        "The server cannot reach its store of responses. Please try again later.", retryAfter: .seconds(5), code: "store_unavailable")

    /// A request for a name that is none of this server's; see `HostPolicy`.
    package static func hostNotAllowed(_ authority: String) -> APIError {
        APIError(
            status: 403, kind: .permission,
            message: "This server does not answer requests for the host \(authority). Name it in \(Settings.allowedHosts.key) "
                + "(\(Settings.allowedHosts.flag)), or the proxy by which they come in \(Settings.trustedProxies.key).",
            code: "host_not_allowed")
    }

    /// - Parameters:
    ///   - param: `messages` or `input`, which a prompt that is too long is blamed on.
    ///   - requestedTokens: the client's own limit, if it set one.
    package init(_ error: EngineError, load: EngineLoad, param: String, requestedTokens: Int?) {
        self =
            switch error {
            case .contextLengthExceeded(let prompt, _, let context):
                .contextLengthExceeded(
                    promptTokens: prompt, completionTokens: requestedTokens, contextLength: context, param: param)
            case .queueFull(let waiting):
                .rateLimited(
                    "The server is busy: \(waiting) requests are waiting. Please try again later.",
                    retryAfter: max(.seconds(1), load.timeToNextEnd))
            case .shuttingDown:
                .unavailable("The server is shutting down.", retryAfter: .seconds(5), code: "shutting_down")
            case .emptyPrompt, .tokenOutsideVocabulary, .maximumTokensNegative, .notOffered:
                .invalid("\(error)", param: param)
            }
    }
}

/// The body of errors that HTTP answers by itself (no such route, a body that is too large), in the API's own form.
@Sendable package func apiErrorBody(status: HTTPResponse.Status, message: String) -> (contentType: String, bytes: [UInt8]) {
    let kind: APIError.Kind =
        switch status.code {
        case 401: .authentication
        case 403: .permission
        case 404: .notFound
        case 429: .rateLimit
        case 500...: .server
        default: .invalidRequest
        }
    let code = status == .contentTooLarge ? "request_too_large" : nil
    return ("application/json", APIError(status: status.code, kind: kind, message: message, code: code).json.serializedBytes)
}
