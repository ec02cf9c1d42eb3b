package import Tokenization

/// A tokenizer, and the ids that Harmony's special tokens have in it.
package struct HarmonyVocabulary: Sendable {
    package let tokenizer: Tokenizer
    package let start: Int32
    package let end: Int32
    package let message: Int32
    package let channel: Int32
    package let constrain: Int32
    package let `return`: Int32
    package let call: Int32
    package let endOfText: Int32

    /// Looks every special token up by its name; throws `missingSpecialTokens` with the names that are not there.
    package init(_ tokenizer: Tokenizer) throws(HarmonyError) {
        let missing = SpecialToken.allCases.filter { tokenizer.specialToken($0.rawValue) == nil }
        guard missing.isEmpty else { throw .missingSpecialTokens(missing.map(\.rawValue)) }
        func id(_ token: SpecialToken) -> Int32 { tokenizer.specialToken(token.rawValue) ?? -1 }

        self.tokenizer = tokenizer
        start = id(.start)
        end = id(.end)
        message = id(.message)
        channel = id(.channel)
        constrain = id(.constrain)
        `return` = id(.return)
        call = id(.call)
        endOfText = id(.endOfText)
    }

    /// What generation stops after: the end of the turn or a call. `<|end|>` is not among them, since the turn goes on.
    package var generationStops: Set<Int32> { [`return`, call, endOfText] }

    /// The format's own tokens, which no text has.
    package var formatTokens: [Int32] { [start, end, message, channel, constrain, `return`, call, endOfText] }

    package func id(of token: SpecialToken) -> Int32 {
        switch token {
        case .start: start
        case .end: end
        case .message: message
        case .channel: channel
        case .constrain: constrain
        case .return: `return`
        case .call: call
        case .endOfText: endOfText
        }
    }

    /// The token of the format that an id stands for; `nil` for text, and for special tokens without a meaning here.
    package func specialToken(_ id: Int32) -> SpecialToken? {
        switch id {
        case start: .start
        case end: .end
        case message: .message
        case channel: .channel
        case constrain: .constrain
        case `return`: .return
        case call: .call
        case endOfText: .endOfText
        default: nil
        }
    }
}
