/// What a vocabulary file says, checked and in the form in which it is used.
struct Vocabulary: Sendable {
    var tokens: TokenTable
    var merges: MergeTable
    var specialTokens: [String: Int32]
    var pattern: SplitPattern
}

extension TokenTable {
    /// The token of each byte.
    func byteTokens() throws(TokenizerError.Cause) -> [Int32] {
        let found = withView { view in
            (0...255).map { (byte: UInt8) in withUnsafePointer(to: byte) { view.id(of: $0, count: 1) } }
        }
        if let missing = found.firstIndex(of: nil) { throw .missingByte(UInt8(missing)) }
        return found.compactMap { $0 }
    }

    /// A token's bytes as text, for messages.
    func text(of id: Int) -> String { String(decoding: bytes(of: id) ?? [], as: UTF8.self) }

    /// Adds a token that a file names, checking its id.
    mutating func add(checking bytes: [UInt8], id: Int) throws(TokenizerError.Cause) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard (0..<Self.idLimit).contains(id) else { throw .idOutOfRange(token: text, id: id, limit: Self.idLimit) }
        guard !contains(id) else { throw .duplicateID(id, tokens: [self.text(of: id), text]) }
        if let other = bytes.withUnsafeBufferPointer({ add($0, id: id) }) { throw .duplicateToken(text, ids: [other, id]) }
    }

    /// Gives special tokens their names as bytes, and keeps ordinary text from finding them.
    mutating func setSpecial(_ names: [String: Int32]) throws(TokenizerError.Cause) {
        for (name, id) in names {
            guard (0..<Int32(Self.idLimit)).contains(id) else { throw .idOutOfRange(token: name, id: Int(id), limit: Self.idLimit) }
        }
        hide(Set(names.values.map { Int($0) }))
        for (id, name) in SpecialTokens(names).names {
            [UInt8](name.utf8).withUnsafeBufferPointer { store($0, id: Int(id)) }
        }
    }
}
