import JSON

extension HuggingFaceFile {
    /// Refuses a value that is none of those that are done here.
    static func require(_ value: JSONValue, at part: String, in supported: [JSONValue]) throws(TokenizerError.Cause) {
        guard supported.contains(value) else {
            throw .unsupported(part: part, found: value.serialized, supported: supported.map(\.serialized).joined(separator: ", "))
        }
    }

    static func requireNoNormalizer(_ value: JSONValue) throws(TokenizerError.Cause) {
        let isEmptySequence = value["type"] == "Sequence" && value["normalizers"]?.arrayValue?.isEmpty == true
        guard value.isNull || isEmptySequence else {
            throw .unsupported(part: "normalizer", found: value["type"]?.stringValue ?? value.serialized, supported: "null")
        }
    }
}

extension SplitPattern {
    /// A `Split` on a known expression with `ByteLevel` behind it, or `ByteLevel` alone, which splits as GPT-2 does.
    init(preTokenizer value: JSONValue) throws(TokenizerError.Cause) {
        let steps = value["type"] == "Sequence" ? value["pretokenizers"]?.arrayValue ?? [] : [value]
        let types = steps.map { $0["type"]?.stringValue ?? "untyped" }
        guard types == ["Split", "ByteLevel"] || types == ["ByteLevel"], let byteLevel = steps.last else {
            throw .unsupported(
                part: "pre_tokenizer", found: value.isNull ? "null" : types.joined(separator: ", "),
                supported: "Split and ByteLevel, or ByteLevel")
        }
        try HuggingFaceFile.require(byteLevel["add_prefix_space"] ?? true, at: "add_prefix_space of ByteLevel", in: [false])
        let splitsItself = byteLevel["use_regex"] ?? true
        guard steps.count == 2 else {
            try HuggingFaceFile.require(splitsItself, at: "use_regex of ByteLevel without Split", in: [true])
            self = .gpt2
            return
        }
        try HuggingFaceFile.require(splitsItself, at: "use_regex of ByteLevel after Split", in: [false])
        try HuggingFaceFile.require(steps[0]["behavior"] ?? nil, at: "behavior of Split", in: ["Isolated"])
        try HuggingFaceFile.require(steps[0]["invert"] ?? false, at: "invert of Split", in: [false])
        guard let expression = steps[0]["pattern"]?["Regex"]?.stringValue else { throw .missing("pattern.Regex of Split") }
        guard let pattern = SplitPattern(regularExpression: expression) else {
            throw .unsupported(part: "the pattern of Split", found: expression, supported: "o200k, o200k with single digits, GPT-2")
        }
        self = pattern
    }
}

extension MergeTable {
    /// Tokens that their own bytes do not merge to. The tokenizers library finds them in no text unless `ignore_merges` is set.
    func unreachable(in tokens: TokenTable) -> Set<Int> {
        withView { view in
            let merger = PieceMerger(merges: view)
            var ids: [Int32] = []
            return Set(
                (0..<tokens.idCount).filter { id in
                    guard let bytes = tokens.bytes(of: id), bytes.count > 1 else { return false }
                    ids.removeAll(keepingCapacity: true)
                    bytes.withUnsafeBufferPointer { merger.merge($0, into: &ids) }
                    return ids != [Int32(id)]
                })
        }
    }
}
