/// What tokens are in bytes.
package protocol TokenPieces: Sendable {
    /// Of an ordinary token.
    func bytes(of token: Int32) -> [UInt8]?
    func token(of bytes: ArraySlice<UInt8>) -> Int32?
}

extension TokenPieces {
    /// The tokens that come before the last one of a text and are within a character there.
    ///
    /// - Parameters:
    ///   - last: the text's last token.
    ///   - count: how many there are.
    /// - Returns: the first solution, which is nearly always the only one; `nil` where there is none.
    func tokens(spelling text: String, but last: Int32, count: Int) -> [Int32]? {
        let bytes = Array(text.utf8)
        guard let end = self.bytes(of: last), bytes.count > end.count, bytes.suffix(end.count).elementsEqual(end) else { return nil }
        return split(bytes[..<(bytes.count - end.count)], in: count, from: bytes)
    }

    private func split(_ rest: ArraySlice<UInt8>, in count: Int, from all: [UInt8]) -> [Int32]? {
        if count == 1 { return token(of: rest).map { [$0] } }
        for end in (rest.startIndex + 1..<rest.endIndex).reversed() {
            // Had a character ended there, it would have been told.
            guard all[end] & 0xC0 == 0x80, let first = token(of: rest[..<end]), let others = split(rest[end...], in: count - 1, from: all)
            else { continue }
            return [first] + others
        }
        return nil
    }
}
