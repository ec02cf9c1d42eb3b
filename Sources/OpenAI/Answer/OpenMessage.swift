/// A message of the model whose content is being read: applies the stop strings, and keeps tokens in step with the text.
struct OpenMessage: Sendable {
    let item: AnswerItem
    /// Whether nothing can follow it in a turn.
    let endsTurn: Bool
    /// Whether the item was announced.
    var isStarted = false

    private var matcher: StopMatcher
    /// Of a call of a custom tool.
    private var input: CustomInputDecoder?
    /// UTF-8 bytes of content that came, and that were given out.
    private var received = 0
    private var released = 0
    /// Tokens whose text has not been given out, with the byte at which it begins.
    private var tokens: [(token: GeneratedToken, start: Int)] = []

    init(_ item: AnswerItem, endsTurn: Bool, stopStrings: [String]) {
        self.item = item
        self.endsTurn = endsTurn
        matcher = StopMatcher(stopStrings)
        if case .toolCall(_, let tool) = item, tool.isCustom { input = CustomInputDecoder() }
    }

    /// A stop string was found: the message is over.
    var isStopped: Bool { matcher.isMatched }
    var stopString: String? { matcher.match }

    /// Adds a token whose text begins so many bytes behind what has come.
    mutating func keep(_ token: GeneratedToken, offset: Int = 0) {
        tokens.append((token, received + offset))
    }

    /// What may be shown once the text has come, with the tokens whose text it begins or holds.
    mutating func push(_ text: String) -> (text: String, tokens: [GeneratedToken]) {
        received += text.utf8.count
        if let decoded = input?.push(text) { return (decoded, []) }
        return release(matcher.push(text))
    }

    /// What was held back, when no more will come.
    mutating func finish() -> (text: String, tokens: [GeneratedToken]) {
        if let decoded = input?.finish() { return (decoded, []) }
        return release(matcher.finish())
    }

    /// The tokens that have no text to be given out with, when no more will come.
    mutating func takeRest() -> [GeneratedToken] {
        defer { tokens = [] }
        return tokens.map(\.token)
    }

    private mutating func release(_ text: String) -> (text: String, tokens: [GeneratedToken]) {
        released += text.utf8.count
        let count = tokens.prefix { $0.start < released }.count
        defer { tokens.removeFirst(count) }
        return (text, tokens.prefix(count).map(\.token))
    }
}
