import Sampling

/// What is asked of an upstream at one time: to go on from these tokens.
struct TokenAsk: Sendable {
    /// For the upstream's logs.
    var id: String
    var model: String
    var tokens: [Int32]
    /// At least 1, unless it is the prompt that is asked about.
    var maximumTokens: Int
    /// Asks for the log-probabilities of these tokens, with so many alternatives, and for no more tokens.
    var promptLogprobs: Int?
    /// With the bias and the seed that go for these tokens.
    var sampling: SamplingParameters
    /// In order.
    var stopTokens: [Int32]
    /// In the form's notation; a hint.
    var format: String?
    /// Tokens that may be sent together, at least 1.
    var tokensPerEvent: Int
    /// -1, 0 or 1: what comes first is larger.
    var priority: Int
}

/// What an upstream says in one event of its stream.
struct UpstreamChunk: Sendable, Hashable {
    var tokens: [SampledToken] = []
    var end: End?
    /// Of the prompt, what was in its cache.
    var cachedTokens: Int?

    enum End: Sendable, Hashable {
        /// At a token: the last one, if the upstream tells it, else this one where it says which.
        case stop(Int32?)
        case length
        /// For reasons of the upstream's own.
        case aborted
    }
}

/// Why an upstream gave no tokens, or no more.
enum UpstreamError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There was no answer, or none to its end.
    case unreachable(String)
    /// It has too much to do, or is not ready: 429 or 503.
    case busy(String)
    /// It does not do what this request asks for, nor will another: 400, 413, 422.
    case unsuitable(String)
    /// It does nothing for us as we are: 401, 403, 404.
    case refused(String)
    /// Something is wrong with it.
    case broken(String)
    /// The request was cancelled here.
    case cancelled

    /// - Parameter message: what it said.
    init(status: Int, message: String) {
        switch status {
        case 429, 503: self = .busy(message)
        case 400, 413, 422: self = .unsuitable(message)
        case 400..<500: self = .refused(message)
        default: self = .broken(message)
        }
    }

    /// Whether it may be otherwise in a while.
    var isTemporary: Bool {
        switch self {
        case .unreachable, .busy, .broken: true
        case .unsuitable, .refused, .cancelled: false
        }
    }

    var description: String {
        switch self {
        case .unreachable(let reason): reason
        case .busy(let reason): "it is busy: \(reason)"
        case .unsuitable(let reason), .refused(let reason): "it refused: \(reason)"
        case .broken(let reason): "it failed: \(reason)"
        case .cancelled: "cancelled"
        }
    }
}
