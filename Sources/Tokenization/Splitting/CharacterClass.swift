/// What the split patterns ask of a character, as bits.
struct CharacterClass: OptionSet, Sendable {
    let rawValue: UInt8

    /// `\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}`: may stand in the first half of a word.
    static let head = CharacterClass(rawValue: 1)
    /// `\p{Ll}\p{Lm}\p{Lo}\p{M}`: may stand in the second half of a word.
    static let tail = CharacterClass(rawValue: 2)
    /// `\p{L}`
    static let letter = CharacterClass(rawValue: 4)
    /// `\p{N}`
    static let number = CharacterClass(rawValue: 8)
    /// `\s`, which is White_Space
    static let space = CharacterClass(rawValue: 16)
    /// `\r\n`
    static let newline = CharacterClass(rawValue: 32)

    static let word: CharacterClass = [.head, .tail]
    /// Outside `[^\s\p{L}\p{N}]`.
    static let notSymbol: CharacterClass = [.letter, .number, .space]
    /// Outside `[^\r\n\p{L}\p{N}]`.
    static let notPrefix: CharacterClass = [.letter, .number, .newline]

    /// By the index that `unicodeClassRuns` uses: other, Lu Lt, Ll, Lm Lo, M, N, White_Space, CR LF.
    static let byIndex: [CharacterClass] = [
        [], [.head, .letter], [.tail, .letter], [.head, .tail, .letter], [.head, .tail], .number, .space, [.space, .newline],
    ]
}
