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

    /// Stores a token that a file names, checking its id.
    mutating func store(checking bytes: UnsafeBufferPointer<UInt8>, id: Int) throws(TokenizerError.Cause) {
        guard (0..<Self.idLimit).contains(id) else {
            throw .idOutOfRange(token: String(decoding: bytes, as: UTF8.self), id: id, limit: Self.idLimit)
        }
        guard !contains(id) else { throw .duplicateID(id, tokens: [text(of: id), String(decoding: bytes, as: UTF8.self)]) }
        store(bytes, id: id)
    }

    /// Makes the tokens of a file findable, which must differ.
    mutating func makeFindable(checking hidden: Set<Int> = []) throws(TokenizerError.Cause) {
        if let (first, second) = makeFindable(except: hidden) { throw .duplicateToken(text(of: first), ids: [first, second]) }
    }

    /// Gives special tokens their names as bytes, and keeps ordinary text from finding these and the `hidden` tokens.
    mutating func setSpecial(_ names: [String: Int32], hiding hidden: Set<Int> = []) throws(TokenizerError.Cause) {
        for (name, id) in names where !(0..<Int32(Self.idLimit)).contains(id) {
            throw .idOutOfRange(token: name, id: Int(id), limit: Self.idLimit)
        }
        let hidden = hidden.union(names.values.map { Int($0) }.filter { contains($0) })
        if !hidden.isEmpty { try makeFindable(checking: hidden) }
        for (id, name) in SpecialTokens(names).names {
            [UInt8](name.utf8).withUnsafeBufferPointer { store($0, id: Int(id)) }
        }
    }
}
