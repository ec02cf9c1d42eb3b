/// The split of o200k_base and o200k_harmony, by hand:
///
///     1  [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     2  [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     3  \p{N}{1,3}
///     4   ?[^\s\p{L}\p{N}]+[\r\n/]*
///     5  \s*[\r\n]+
///     6  \s+(?!\S)
///     7  \s+
///
/// The first alternative that matches wins, with the backtracking of a regular expression inside each. Marks are not
/// letters: a mark may stand in a word, be the character before one, and be a symbol. No character is read more than
/// three times, so the time is linear in the text.
struct O200kScanner: PieceScanner {
    let text: ClassifiedText
    /// The bound in alternative 3: 3, or 1 where every digit is a piece.
    let digitsPerPiece: Int

    @inline(__always)
    func endOfPiece(from start: Int) -> Int {
        let (first, second) = text.character(at: start)
        if first.contains(.letter) { return endOfWord(from: start, instead: nil) }
        if first.contains(.number) { return endOfNumber(from: second) }

        let following = second < text.count ? text.character(at: second).class : []
        let isMark = first.contains(.head)
        if !first.contains(.newline) && !following.isDisjoint(with: .word) {
            return endOfWord(from: second, instead: isMark ? second : nil)
        }
        if isMark { return endOfContraction(from: second) }
        if first.isDisjoint(with: .notSymbol) { return endOfSymbols(from: second) }
        if text.bytes[start] == UInt8(ascii: " "), second < text.count, following.isDisjoint(with: .notSymbol) {
            return endOfSymbols(from: second)
        }
        return text.endOfSpace(from: start, linesFirst: true)
    }

    /// Alternatives 1 and 2 from `start`, after the optional first character; a letter or a mark is there.
    ///
    /// `head*` takes all it can. If then no tail follows, it gives back characters up to the last one that is a tail
    /// too (Lm, Lo, M), and the word ends behind that one. Without such a character alternative 1 fails: a mark that was
    /// taken for the first character is the whole word then (`instead`), otherwise alternative 2 matches the capitals.
    @inline(__always)
    private func endOfWord(from start: Int, instead: Int?) -> Int {
        var index = start
        var lastTail: Int?
        while index < text.count {
            let (found, end) = text.character(at: index)
            guard found.contains(.head) else {
                if found.contains(.tail) { return endOfContraction(from: text.end(of: .tail, from: end)) }
                break
            }
            if found.contains(.tail) { lastTail = end }
            index = end
        }
        return endOfContraction(from: lastTail ?? instead ?? index)
    }

    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)?`: the end of a contraction at `start`, or `start`. U+017F folds to s.
    @inline(__always)
    private func endOfContraction(from start: Int) -> Int {
        guard start < text.count, text.bytes[start] == UInt8(ascii: "'") else { return start }
        func byte(_ offset: Int) -> UInt8 { start + offset < text.count ? text.bytes[start + offset] : 0 }
        func letter(_ offset: Int) -> UInt8 { byte(offset) | 0x20 }
        switch letter(1) {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"): return letter(2) == UInt8(ascii: "e") ? start + 3 : start
        case UInt8(ascii: "l"): return letter(2) == UInt8(ascii: "l") ? start + 3 : start
        default: return byte(1) == 0xC5 && byte(2) == 0xBF ? start + 3 : start
        }
    }

    /// Alternative 3, one digit being read.
    @inline(__always)
    private func endOfNumber(from second: Int) -> Int {
        var index = second
        for _ in 1..<digitsPerPiece {
            guard index < text.count, case let (found, end) = text.character(at: index), found.contains(.number) else { break }
            index = end
        }
        return index
    }

    /// Alternative 4 behind its optional space; the first symbol may have been read.
    @inline(__always)
    private func endOfSymbols(from start: Int) -> Int {
        var index = start
        while index < text.count {
            let (found, end) = text.character(at: index)
            guard found.isDisjoint(with: .notSymbol) else { break }
            index = end
        }
        while index < text.count {
            let byte = text.bytes[index]
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "/") else { break }
            index += 1
        }
        return index
    }
}
