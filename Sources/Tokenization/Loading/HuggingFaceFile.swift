import JSON

/// A `tokenizer.json` of the tokenizers library, read in one walk over its text: byte-level BPE only.
///
/// `post_processor`, `decoder`, `truncation` and `padding` do not change how a text is cut into tokens and are not read.
struct HuggingFaceFile {
    private var tokens = TokenTable()
    /// Tokens outside the byte-level alphabet, which only added tokens may be.
    private var unwritable: [String: Int] = [:]
    private var merges: MergeList?
    private var addedTokens: [String: Int32] = [:]
    private var pattern: SplitPattern?
    private var ignoresMerges = false

    private init() {}

    /// Reads, checks and builds.
    static func vocabulary(from file: [UInt8]) throws(TokenizerError.Cause) -> Vocabulary {
        var document = HuggingFaceFile()
        do {
            try file.withUnsafeBufferPointer { bytes in
                var reader = try JSONReader(bytes, limits: JSONLimits(maximumDepth: 32, maximumBytes: bytes.count))
                try document.read(&reader)
                try reader.finish()
            }
        } catch let error as JSONError {
            throw .notJSON(error)
        } catch let cause as TokenizerError.Cause {
            throw cause
        } catch {
            throw .unreadable(reason: "\(error)")
        }
        return try document.vocabulary()
    }

    private mutating func read(_ reader: inout JSONReader) throws {
        try reader.enterObject()
        while let name = try reader.nextName() {
            switch name.string {
            case "model": try readModel(&reader)
            case "added_tokens": try readAddedTokens(reader.value())
            case "normalizer": try Self.requireNoNormalizer(reader.value())
            case "pre_tokenizer": pattern = try SplitPattern(preTokenizer: reader.value())
            default: try reader.skipValue()
            }
        }
    }

    private mutating func readModel(_ reader: inout JSONReader) throws {
        try reader.enterObject()
        while let name = try reader.nextName() {
            switch name.string {
            case "vocab": try readVocabulary(&reader)
            case "merges": merges = try MergeList(&reader)
            case "type": try Self.require(reader.value(), at: "model.type", in: ["BPE"])
            case "ignore_merges": ignoresMerges = try reader.value() == true
            case "byte_fallback": try Self.require(reader.value(), at: "model.byte_fallback", in: [nil, false])
            case "dropout": try Self.require(reader.value(), at: "model.dropout", in: [nil, 0, 0.0])
            case "continuing_subword_prefix", "end_of_word_suffix":
                try Self.require(reader.value(), at: "model.\(name.string)", in: [nil, ""])
            default: try reader.skipValue()
            }
        }
    }

    private mutating func readVocabulary(_ reader: inout JSONReader) throws {
        var bytes: [UInt8] = []
        try reader.enterObject()
        while let name = try reader.nextName() {
            let id = try reader.integer()
            bytes.removeAll(keepingCapacity: true)
            if name.appendByteLevel(to: &bytes), !bytes.isEmpty {
                try bytes.withUnsafeBufferPointer { token throws(TokenizerError.Cause) in try tokens.store(checking: token, id: id) }
            } else {
                unwritable[name.string] = id
            }
        }
    }

    private mutating func readAddedTokens(_ value: JSONValue) throws {
        for token in value.arrayValue ?? [] {
            guard let content = token["content"]?.stringValue, !content.isEmpty, let id = token["id"]?.intValue else {
                throw TokenizerError.Cause.missing("content and id in added_tokens")
            }
            for flag in ["lstrip", "rstrip", "single_word"] {
                try Self.require(token[flag] ?? nil, at: "\(flag) of the added token \(content)", in: [nil, false])
            }
            guard (0..<TokenTable.idLimit).contains(id) else {
                throw TokenizerError.Cause.idOutOfRange(token: content, id: id, limit: TokenTable.idLimit)
            }
            addedTokens[content] = Int32(id)
        }
    }

    private func vocabulary() throws(TokenizerError.Cause) -> Vocabulary {
        guard tokens.idCount > 0 else { throw .missing("model.vocab") }
        guard let mergeList = merges else { throw .missing("model.merges") }
        guard let pattern else { throw .missing("pre_tokenizer") }
        for (token, id) in unwritable where addedTokens[token] != Int32(exactly: id) { throw .notByteLevel(token: token) }
        for (token, id) in addedTokens {
            if let other = tokens.bytes(of: Int(id)), !other.elementsEqual(token.utf8) {
                throw .duplicateID(Int(id), tokens: [tokens.text(of: Int(id)), token])
            }
        }
        var tokens = tokens
        try tokens.makeFindable(checking: [])
        let byteTokens = try tokens.byteTokens()
        let merges = MergeTable(try mergeList.resolved(in: tokens), byteTokens: byteTokens)
        try tokens.setSpecial(addedTokens, hiding: ignoresMerges ? [] : merges.unreachable(in: tokens))
        return Vocabulary(tokens: tokens, merges: merges, specialTokens: addedTokens, pattern: pattern)
    }
}
