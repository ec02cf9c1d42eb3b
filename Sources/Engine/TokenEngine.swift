/// How engines elsewhere write what tokens are held to.
package enum FormatNotation: Sendable, Hashable {
    /// xgrammar's structural tags, JSON text: vLLM and SGLang.
    case structuralTag
    /// llama.cpp's grammars.
    case gbnf
}

/// Whatever makes tokens of tokens: this process's own engine, or others that are reached over the network. It knows no text.
///
/// All of it answers at once, from any thread, but for `drain`.
package protocol TokenEngine: AnyObject, Sendable {
    var vocabularySize: Int { get }
    /// Tokens that one sequence may have, prompt and answer together.
    var contextLength: Int { get }
    /// Requests that may wait for their turn.
    var queueLimit: Int { get }
    /// In what it wants ``GenerationRequest/format``; `nil`: not at all.
    var formatNotation: FormatNotation? { get }
    /// What it is doing now.
    var load: EngineLoad { get }

    /// Accepts a request, or says why not.
    func submit(_ request: GenerationRequest) throws(EngineError) -> GenerationStream

    /// New requests are refused as `.shuttingDown` from now on; those accepted go on.
    func closeDoor()

    /// Closes the door, and returns when those accepted have ended: by themselves, or cancelled at the deadline or when the calling task is
    /// cancelled. May be called again, with an earlier deadline for instance.
    func drain(until deadline: ContinuousClock.Instant) async
}

extension InferenceEngine: TokenEngine {
    package nonisolated var queueLimit: Int { configuration.queueLimit }
    package nonisolated var formatNotation: FormatNotation? { nil }
}

extension GenerationRequest {
    /// Throws what is wrong with it, whatever the engine is doing.
    package func validate(vocabularySize: Int, contextLength: Int) throws(EngineError) {
        guard !prompt.isEmpty else { throw .emptyPrompt }
        guard maximumTokens >= 0 else { throw .maximumTokensNegative(maximumTokens) }
        let (total, overflows) = prompt.count.addingReportingOverflow(maximumTokens)
        guard !overflows, total <= contextLength else {
            throw .contextLengthExceeded(prompt: prompt.count, maximum: maximumTokens, context: contextLength)
        }
        guard let position = prompt.firstIndex(where: { $0 < 0 || Int($0) >= vocabularySize }) else { return }
        throw .tokenOutsideVocabulary(id: prompt[position], position: position, vocabularySize: vocabularySize)
    }
}
