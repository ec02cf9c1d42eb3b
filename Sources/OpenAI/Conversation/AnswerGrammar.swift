/// What an answer's text is held to, as clients of vLLM and llama.cpp write it.
package enum AnswerGrammar: Sendable, Hashable {
    /// The whole text matches.
    case regularExpression(String)
    /// One of these texts.
    case choice([String])
    /// In the notation of llama.cpp, or of Lark where the text has no `::=`.
    case grammar(String)
}
