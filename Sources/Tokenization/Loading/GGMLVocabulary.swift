/// A vocabulary as a GGUF file has it in its metadata: `tokenizer.ggml.*`, for the model `gpt2`, which is byte-level BPE.
package struct GGMLVocabulary: Sendable, Hashable {
    /// By id: in the byte-level alphabet, but for special tokens and such as stand for nothing.
    package var tokens: [String]
    /// By id, as `llama_token_type` has them: 1 normal, 3 control, 4 user-defined, 5 unused.
    package var types: [Int]
    /// Two tokens with a blank between them, in the order of the ranks.
    package var merges: [String]
    /// llama.cpp's name for how a text is cut into pieces: `gpt-4o`.
    package var splitName: String

    package init(tokens: [String], types: [Int], merges: [String], splitName: String) {
        self.tokens = tokens
        self.types = types
        self.merges = merges
        self.splitName = splitName
    }

    /// Reads, checks and builds.
    func vocabulary() throws(TokenizerError.Cause) -> Vocabulary {
        guard types.count == tokens.count else { throw .missing("tokenizer.ggml.token_type for each token") }
        var table = TokenTable()
        var special: [String: Int32] = [:]
        var bytes: [UInt8] = []
        for (id, token) in tokens.enumerated() {
            guard id < TokenTable.idLimit else { throw .idOutOfRange(token: token, id: id, limit: TokenTable.idLimit) }
            switch types[id] {
            case 1:
                bytes.removeAll(keepingCapacity: true)
                var text = token
                guard text.withUTF8({ ByteLevelAlphabet.standard.append($0, to: &bytes) }), !bytes.isEmpty else {
                    throw .notByteLevel(token: token)
                }
                try bytes.withUnsafeBufferPointer { token throws(TokenizerError.Cause) in try table.store(checking: token, id: id) }
            case 3, 4:
                guard !token.isEmpty else { throw .missing("name of the special token \(id)") }
                if let other = special.updateValue(Int32(id), forKey: token) { throw .duplicateToken(token, ids: [Int(other), id]) }
            // Ids that the vocabulary was filled up with.
            default: continue
            }
        }
        try table.makeFindable(checking: [])
        let merges = MergeTable(try MergeList(joined: merges).resolved(in: table), byteTokens: try table.byteTokens())
        try table.setSpecial(special, hiding: merges.unreachable(in: table))
        return Vocabulary(tokens: table, merges: merges, specialTokens: special, pattern: try pattern())
    }

    private func pattern() throws(TokenizerError.Cause) -> SplitPattern {
        switch splitName {
        case "gpt-4o": return .o200k
        case "gpt-2": return .gpt2
        default: throw .unsupported(part: "tokenizer.ggml.pre", found: splitName, supported: "gpt-4o, gpt-2")
        }
    }
}
