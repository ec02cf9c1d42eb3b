extension Tokenizer {
    /// The tokens of ordinary text; the names of special tokens in it stay text.
    package func encode(_ text: String) -> [Int32] {
        var ids: [Int32] = []
        encode(text, into: &ids)
        return ids
    }

    /// Appends the tokens of ordinary text.
    package func encode(_ text: String, into ids: inout [Int32]) {
        var text = text
        text.withUTF8 { encode(ordinary: $0, into: &ids) }
    }

    /// The tokens of a text in which the names of allowed special tokens are these tokens.
    ///
    /// The leftmost name counts, the longest at one place. What stands between is split on its own.
    package func encode(_ text: String, allowingSpecial allowance: SpecialTokenAllowance) -> [Int32] {
        if allowance == .none { return encode(text) }
        var ids: [Int32] = []
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            while let (range, id) = special.firstMatch(in: bytes, from: start, allowing: allowance) {
                encode(ordinary: UnsafeBufferPointer(rebasing: bytes[start..<range.lowerBound]), into: &ids)
                ids.append(id)
                start = range.upperBound
            }
            encode(ordinary: UnsafeBufferPointer(rebasing: bytes[start...]), into: &ids)
        }
        return ids
    }

    private func encode(ordinary text: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
        tokens.withView { tokens in
            merges.withView { merges in
                let merger = PieceMerger(merges: merges)
                pattern.forEachPiece(of: text) { piece in
                    if let base = piece.baseAddress, let id = tokens.id(of: base, count: piece.count) {
                        ids.append(id)
                    } else {
                        merger.merge(piece, into: &ids)
                    }
                }
            }
        }
    }
}
