/// A regular language over bytes.
package indirect enum Pattern: Hashable, Sendable {
    /// No string at all.
    case nothing
    /// These bytes, one after the other; of none, the empty string.
    case literal([UInt8])
    /// One byte of a set.
    case byte(ByteSet)
    case sequence([Pattern])
    case choice([Pattern])
    /// At least `minimum`, at most `maximum` times; without a maximum, any number.
    case repetition(Pattern, minimum: Int, maximum: Int?)

    package static let empty = Pattern.literal([])

    package static func text(_ text: String) -> Pattern { .literal(Array(text.utf8)) }

    package static func optional(_ pattern: Pattern) -> Pattern { .repetition(pattern, minimum: 0, maximum: 1) }

    package static func any(_ pattern: Pattern) -> Pattern { .repetition(pattern, minimum: 0, maximum: nil) }

    static func bytes(_ range: ClosedRange<UInt8>) -> Pattern { .byte(ByteSet(range)) }

    static let digit = Pattern.bytes(0x30...0x39)
}
