/// Searches eight bytes at once for those that end a plain run of a JSON string.
///
/// The bytes are a little-endian word; the results are indices from 0, or 8 where none was found. Each test
/// subtracts bytewise and looks for borrows ("Bit Twiddling Hacks", Determine if a word has a byte less than n). A borrow
/// reaches the next byte only from one that is itself found, so the lowest mark is always a true one.
enum ByteScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The first quote, backslash, control character or byte beyond ASCII.
    @inline(__always)
    static func firstSpecial(in word: UInt64) -> Int {
        index(of: word | borrows(word))
    }

    /// The first quote, backslash or control character.
    @inline(__always)
    static func firstToEscape(in word: UInt64) -> Int {
        index(of: borrows(word) & ~word)
    }

    @inline(__always)
    static func firstBackslash(in word: UInt64) -> Int {
        let other = word ^ ones &* 0x5C
        return index(of: (other &- ones) & ~other)
    }

    /// Marks in bit 7 of each byte that is a quote, a backslash or a control character, for bytes below 0x80.
    @inline(__always)
    private static func borrows(_ word: UInt64) -> UInt64 {
        let control = word &- ones &* 0x20
        let quote = (word ^ ones &* 0x22) &- ones
        let backslash = (word ^ ones &* 0x5C) &- ones
        return control | quote | backslash
    }

    @inline(__always)
    private static func index(of marks: UInt64) -> Int {
        (marks & (ones &* 0x80)).trailingZeroBitCount / 8
    }
}
