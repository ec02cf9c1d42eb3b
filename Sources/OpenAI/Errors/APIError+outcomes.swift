/// What can go wrong outside the parameters.
extension APIError {
    /// 404, `model_not_found`.
    package static func unknownModel(_ name: String) -> APIError {
        APIError(
            status: 404, kind: .notFound, message: "The model '\(excerpt(name))' does not exist on this server.", param: "model",
            code: "model_not_found")
    }

    /// 404 for an unknown id in a path.
    package static func notFound(_ what: String, id: String) -> APIError {
        APIError(status: 404, kind: .notFound, message: "\(what) with id '\(excerpt(id))' not found.", param: nil, code: nil)
    }

    /// 400 for an unknown id in `previous_response_id`.
    package static func unknownPreviousResponse(_ id: String) -> APIError {
        invalid(
            "Previous response with id '\(excerpt(id))' not found.", param: "previous_response_id",
            code: "previous_response_not_found")
    }

    /// 404 for an unknown id in `conversation`.
    package static func unknownConversation(_ id: String) -> APIError {
        APIError(
            status: 404, kind: .notFound, message: "Conversation with id '\(excerpt(id))' not found.", param: "conversation", code: nil)
    }

    /// 400: the response in `previous_response_id` is still being made, or came to nothing.
    package static func unfinishedPreviousResponse(_ id: String, status: String) -> APIError {
        invalid(
            "Previous response with id '\(excerpt(id))' has the status '\(status)' and cannot be gone on from.",
            param: "previous_response_id", code: "previous_response_not_completed")
    }

    /// 400: only what runs in the background can be cancelled.
    package static func notInBackground(_ id: String) -> APIError {
        invalid("Cannot cancel the response '\(excerpt(id))': it was not made in the background.", param: nil, code: nil)
    }

    /// The server went down before the answer was complete: what a background response has then as its error.
    package static let interrupted = APIError(
        status: 500, kind: .server, message: "The server stopped before the response was complete.", code: "interrupted")

    /// The prompt alone fills the context, or prompt and answer together pass it. Both counts are in the message.
    ///
    /// - Parameters:
    ///   - completionTokens: what the client asked for, or `nil` where it set no limit.
    ///   - param: `messages` in chat, `input` in Responses.
    package static func contextLengthExceeded(
        promptTokens: Int, completionTokens: Int?, contextLength: Int, param: String
    ) -> APIError {
        let asked =
            if let completionTokens {
                // Of UInt, since a client may ask for as many as an Int holds.
                "you requested \(UInt(promptTokens) + UInt(completionTokens)) tokens (\(promptTokens) in the \(param), "
                    + "\(completionTokens) in the completion)"
            } else {
                "your \(param) resulted in \(promptTokens) tokens"
            }
        return invalid(
            "This model's maximum context length is \(contextLength) tokens. However, \(asked). "
                + "Please reduce the length of the \(param)\(completionTokens == nil ? "" : " or of the completion").",
            param: param, code: "context_length_exceeded")
    }

    /// 401.
    package static func unauthorized(_ message: String) -> APIError {
        APIError(status: 401, kind: .authentication, message: message, code: "invalid_api_key")
    }

    /// 429: more requests than this client is allowed.
    package static func rateLimited(_ message: String, retryAfter: Duration) -> APIError {
        APIError(status: 429, kind: .rateLimit, message: message, code: "rate_limit_exceeded", retryAfter: retryAfter)
    }

    /// 503: the queue is full, the model is loading, or the server is going down.
    package static func unavailable(_ message: String, retryAfter: Duration, code: String = "overloaded") -> APIError {
        APIError(status: 503, kind: .server, message: message, code: code, retryAfter: retryAfter)
    }

    /// 503: the request waited in the queue until its deadline.
    package static let waitedTooLong = unavailable(
        "The server is busy: the request waited for too long. Please try again later.", retryAfter: .seconds(5), code: "queue_timeout")

    /// 400: the engine that runs the model does not do what the request asks for.
    package static func refused(because reason: String) -> APIError {
        invalid("The model's engine refused the request: \(excerpt(reason, limit: 1000))", param: nil)
    }

    /// 500 without detail: what happened is for the log.
    package static let internalError = APIError(
        status: 500, kind: .server, message: "The server had an error while processing your request.", code: "internal_error")

    /// The generation was cancelled before it ended.
    package static let cancelled = APIError(
        status: 503, kind: .server, message: "The generation was cancelled before it ended.", code: "cancelled")
}
