import Tokenization

extension HarmonyVocabulary {
    /// The text of tokens, special ones by their names.
    package func text(of tokens: [Int32]) -> String { tokenizer.decode(tokens) }

    /// The tokens of a text in which the names of special tokens are these tokens: of a transcript, never of content.
    package func tokens(of transcript: String) -> [Int32] { tokenizer.encode(transcript, allowingSpecial: .all) }

    /// How many bytes of the text each token is: of a special token, its name.
    package func byteLengths(of tokens: [Int32]) -> [Int] {
        tokens.map { tokenizer.bytes(of: $0)?.count ?? 0 }
    }
}
