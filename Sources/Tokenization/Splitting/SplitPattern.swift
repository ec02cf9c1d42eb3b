/// A split that has a scanner here.
package enum SplitPattern: Sendable, Hashable {
    /// o200k_base and o200k_harmony: `O200kScanner`.
    case o200k
    /// The same with `\p{N}` for `\p{N}{1,3}`: every digit is a piece of its own.
    case o200kSingleDigits
    /// GPT-2: `GPT2Scanner`.
    case gpt2

    /// `nil` for an expression without a scanner. Expressions are compared as they are written.
    package init?(regularExpression: String) {
        switch regularExpression {
        case Self.o200kExpression(numbers: #"\p{N}{1,3}"#): self = .o200k
        case Self.o200kExpression(numbers: #"\p{N}"#): self = .o200kSingleDigits
        case #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: self = .gpt2
        default: return nil
        }
    }

    private static func o200kExpression(numbers: String) -> String {
        [
            #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
            #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
            numbers, #" ?[^\s\p{L}\p{N}]+[\r\n/]*"#, #"\s*[\r\n]+"#, #"\s+(?!\S)"#, #"\s+"#,
        ].joined(separator: "|")
    }
}
