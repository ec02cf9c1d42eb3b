extension Vocabulary {
    /// Reads the lines of a `.tiktoken` file: a token in base64, a space, its rank, which is its id.
    ///
    /// Two tokens merge where their joined bytes are a token, with its rank.
    init(tiktoken file: [UInt8], pattern: SplitPattern, specialTokens: [String: Int32]) throws(TokenizerError.Cause) {
        var tokens = TokenTable()
        for (index, line) in file.split(separator: UInt8(ascii: "\n")).enumerated() {
            let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard fields.count == 2, let token = base64Decoded(fields[0]), !token.isEmpty, let rank = decimal(fields[1]) else {
                throw .malformedLine(index + 1)
            }
            try token.withUnsafeBufferPointer { token throws(TokenizerError.Cause) in try tokens.store(checking: token, id: rank) }
        }
        for (name, id) in specialTokens where tokens.contains(Int(id)) {
            throw .duplicateID(Int(id), tokens: [tokens.text(of: Int(id)), name])
        }
        try tokens.makeFindable(checking: [])
        merges = MergeTable(tokens.allSplits(), byteTokens: try tokens.byteTokens())
        try tokens.setSpecial(specialTokens)
        self.tokens = tokens
        self.specialTokens = specialTokens
        self.pattern = pattern
    }
}

extension TokenTable {
    /// A merge for every way to cut a token into two tokens; its rank is the whole token's id.
    fileprivate func allSplits() -> [MergeTable.Merge] {
        var merges: [MergeTable.Merge] = []
        merges.reserveCapacity(idCount * 9 / 4)
        withView { view in
            for id in 0..<Int32(idCount) {
                bytes(of: Int(id))?.withUnsafeBufferPointer { bytes in
                    guard let base = bytes.baseAddress else { return }
                    for cut in 1..<max(1, bytes.count) {
                        guard let left = view.id(of: base, count: cut), let right = view.id(of: base + cut, count: bytes.count - cut) else {
                            continue
                        }
                        merges.append(MergeTable.Merge(left: left, right: right, product: id, rank: id))
                    }
                }
            }
        }
        return merges
    }
}

/// Digits that make a number of at most nine digits, or `nil`. A carriage return before the line's end is no part of it.
private func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
    let digits = digits.last == UInt8(ascii: "\r") ? digits.dropLast() : digits
    guard (1...9).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        value = value * 10 + Int(digit & 0x0F)
    }
    return value
}

/// RFC 4648 §4, padded; `nil` where it is not well-formed.
private func base64Decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    for character in text.dropLast(padding) {
        let value: UInt8
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): value = 62
        case UInt8(ascii: "/"): value = 63
        default: return nil
        }
        bits = bits << 6 | UInt32(value)
        count += 6
        if count >= 8 {
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
    }
    return bits & (1 << UInt32(count) - 1) == 0 ? bytes : nil
}
