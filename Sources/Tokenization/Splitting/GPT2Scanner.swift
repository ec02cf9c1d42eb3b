/// The split of GPT-2, which a `ByteLevel` pre-tokenizer does on its own (`use_regex`):
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
struct GPT2Scanner: PieceScanner {
    let text: ClassifiedText

    @inline(__always)
    func endOfPiece(from start: Int) -> Int {
        if let end = endOfContraction(at: start) { return end }
        let afterSpace = text.bytes[start] == UInt8(ascii: " ") ? start + 1 : start
        if afterSpace < text.count {
            let (found, end) = text.character(at: afterSpace)
            if found.contains(.letter) { return text.end(of: .letter, from: end) }
            if found.contains(.number) { return text.end(of: .number, from: end) }
            if found.isDisjoint(with: .notSymbol) { return endOfSymbols(from: end) }
        }
        return text.endOfSpace(from: start, linesFirst: false)
    }

    private func endOfSymbols(from start: Int) -> Int {
        var index = start
        while index < text.count, case let (found, end) = text.character(at: index), found.isDisjoint(with: .notSymbol) { index = end }
        return index
    }

    private func endOfContraction(at start: Int) -> Int? {
        guard text.bytes[start] == UInt8(ascii: "'"), start + 1 < text.count else { return nil }
        let second = start + 2 < text.count ? text.bytes[start + 2] : 0
        switch text.bytes[start + 1] {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"): return second == UInt8(ascii: "e") ? start + 3 : nil
        case UInt8(ascii: "l"): return second == UInt8(ascii: "l") ? start + 3 : nil
        default: return nil
        }
    }
}
