import JSON

/// One entry of `merges` while it is read: `["a", "b"]`, or `"a b"` as older files have it.
struct MergePair {
    /// Both tokens' bytes, joined.
    private var bytes: [UInt8] = []
    private var cut = 0

    mutating func read(_ reader: inout JSONReader, index: Int) throws {
        bytes.removeAll(keepingCapacity: true)
        if try reader.kind() == .string {
            try readJoined(reader.text(), index: index)
            return
        }
        try reader.enterArray()
        var count = 0
        while try reader.nextElement() {
            try append(reader.text())
            count += 1
            if count == 1 { cut = bytes.count }
        }
        guard count == 2, cut > 0, cut < bytes.count else { throw TokenizerError.Cause.malformedMerge(index: index) }
    }

    private mutating func readJoined(_ text: JSONText, index: Int) throws {
        let halves = text.bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty else { throw TokenizerError.Cause.malformedMerge(index: index) }
        for half in halves {
            cut = bytes.count
            guard half.withUnsafeBufferPointer({ ByteLevelAlphabet.standard.append($0, to: &bytes) }) else {
                throw TokenizerError.Cause.notByteLevel(token: String(decoding: half, as: UTF8.self))
            }
        }
    }

    private mutating func append(_ text: JSONText) throws {
        guard text.appendByteLevel(to: &bytes) else { throw TokenizerError.Cause.notByteLevel(token: text.string) }
    }

    /// The two tokens and what they become.
    func ids(in tokens: TokenTable.View, index: Int) throws -> (left: Int32, right: Int32, product: Int32) {
        try bytes.withUnsafeBufferPointer { bytes in
            func id(_ range: Range<Int>) throws -> Int32 {
                guard let base = bytes.baseAddress, let id = tokens.id(of: base + range.lowerBound, count: range.count) else {
                    throw TokenizerError.Cause.unknownToken(String(decoding: bytes[range], as: UTF8.self), merge: index)
                }
                return id
            }
            return (try id(0..<cut), try id(cut..<bytes.count), try id(0..<bytes.count))
        }
    }
}

extension JSONText {
    /// Appends the bytes that the text stands for in the byte-level alphabet; false where it does not.
    func appendByteLevel(to target: inout [UInt8]) -> Bool {
        guard hasEscapes else { return ByteLevelAlphabet.standard.append(raw, to: &target) }
        return bytes.withUnsafeBufferPointer { ByteLevelAlphabet.standard.append($0, to: &target) }
    }
}
