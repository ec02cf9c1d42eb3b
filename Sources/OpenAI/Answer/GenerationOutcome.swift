/// Why the tokens of a generation ended.
package enum GenerationOutcome: Sendable, Hashable {
    /// At a stop token.
    case stopped
    /// At the token limit.
    case length
    case cancelled
    case failed(APIError)
}
