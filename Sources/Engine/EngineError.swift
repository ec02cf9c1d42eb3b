/// Why a request was not accepted. Nothing has been queued when one of these is thrown.
package enum EngineError: Error, Hashable {
    case emptyPrompt
    case tokenOutsideVocabulary(id: Int32, position: Int, vocabularySize: Int)
    case maximumTokensNegative(Int)
    /// Prompt and requested tokens together exceed what the engine holds for one sequence.
    case contextLengthExceeded(prompt: Int, maximum: Int, context: Int)
    /// The queue's limit is reached: `waiting` requests have not begun. Try again after `EngineLoad.retryAfter`.
    case queueFull(waiting: Int)
    /// The engine cannot do what is asked for, whatever it is.
    case notOffered(String)
    /// The engine drains or has stopped; it never accepts again.
    case shuttingDown
}

extension EngineError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .emptyPrompt:
            "the prompt has no tokens"
        case .tokenOutsideVocabulary(let id, let position, let vocabularySize):
            "prompt token \(id) at position \(position) is outside the vocabulary of \(vocabularySize)"
        case .maximumTokensNegative(let maximum):
            "no fewer than 0 tokens can be asked for, not \(maximum)"
        case .contextLengthExceeded(let prompt, let maximum, let context):
            "prompt (\(prompt) tokens) and maximum tokens (\(maximum)) exceed the context of \(context) tokens"
        case .queueFull(let waiting):
            "the queue is full: \(waiting) requests wait"
        case .notOffered(let what):
            "the model's engine does not offer \(what)"
        case .shuttingDown:
            "the engine is shutting down"
        }
    }
}
