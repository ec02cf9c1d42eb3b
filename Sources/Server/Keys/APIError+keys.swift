import OpenAI

/// How keys are refused: statuses, codes and wording as the published API has them, without a word of the key that was sent.
extension APIError {
    /// 401 without a key.
    static let missingKey = APIError(
        status: 401, kind: .authentication,
        message: "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth "
            + "(i.e. Authorization: Bearer YOUR_KEY).")

    /// 401 with one that is none.
    static let wrongKey = APIError.unauthorized("Incorrect API key provided.")

    /// 403.
    static func forbiddenModel(_ model: String, key: String) -> APIError {
        APIError(
            status: 403, kind: .permission, message: "The API key '\(key)' does not have access to model '\(model)'.",
            code: "model_not_found")
    }

    /// 429.
    init(_ refusal: KeyAccount.Refusal, key: String) {
        self =
            switch refusal {
            case .requests(let limit, let wait):
                .rateLimited(
                    "Rate limit reached for key '\(key)' on requests per min (RPM): Limit \(limit), Used \(limit), Requested 1. "
                        + "Please try again in \(wait.asGoWritesIt).", retryAfter: wait)
            case .tokens(let limit, let remaining, let requested, let wait):
                .rateLimited(
                    "Rate limit reached for key '\(key)' on tokens per min (TPM): Limit \(limit), Used \(limit - remaining), "
                        + "Requested \(requested). Please try again in \(wait.asGoWritesIt).", retryAfter: wait)
            case .tooLarge(let limit, let requested):
                APIError(
                    status: 429, kind: .rateLimit,
                    message: "Request too large for key '\(key)' on tokens per min (TPM): Limit \(limit), Requested \(requested). "
                        + "The input tokens must be reduced in order to run successfully.",
                    code: "rate_limit_exceeded", retryMayHelp: false)
            case .concurrency(let limit):
                .rateLimited(
                    "Too many requests at the same time for key '\(key)': Limit \(limit). Please try again later.",
                    retryAfter: .seconds(1))
            }
    }
}
