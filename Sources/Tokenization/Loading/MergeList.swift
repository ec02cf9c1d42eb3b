import JSON

/// `merges` as it is written, in the order of the ranks: `["a", "b"]`, or `"a b"` in older files.
struct MergeList {
    /// The joined bytes of every pair, one pair after the other.
    private var bytes: [UInt8] = []
    private var pairs: [Pair] = []

    private struct Pair: BitwiseCopyable {
        /// Where the right token begins in `bytes`.
        let cut: Int
        let end: Int
    }

    /// Of texts such as `a b`.
    init(joined merges: [String]) throws(TokenizerError.Cause) {
        guard merges.count <= MergeTable.rankLimit else { throw .tooManyMerges(limit: MergeTable.rankLimit) }
        for merge in merges {
            let start = bytes.count
            let cut = try readJoined(Array(merge.utf8))
            guard let cut, cut > start, cut < bytes.count else { throw .malformedMerge(index: pairs.count) }
            pairs.append(Pair(cut: cut, end: bytes.count))
        }
    }

    init(_ reader: inout JSONReader) throws {
        try reader.enterArray()
        while try reader.nextElement() {
            guard pairs.count < MergeTable.rankLimit else { throw TokenizerError.Cause.tooManyMerges(limit: MergeTable.rankLimit) }
            let start = bytes.count
            let cut = try reader.kind() == .string ? readJoined(reader.text().bytes) : readPair(&reader)
            guard let cut, cut > start, cut < bytes.count else { throw TokenizerError.Cause.malformedMerge(index: pairs.count) }
            pairs.append(Pair(cut: cut, end: bytes.count))
        }
    }

    /// Returns where the second token begins; `nil` where there are not two.
    private mutating func readPair(_ reader: inout JSONReader) throws -> Int? {
        var cut: Int?
        var count = 0
        try reader.enterArray()
        while try reader.nextElement() {
            if count == 1 { cut = bytes.count }
            let token = try reader.text()
            guard token.appendByteLevel(to: &bytes) else { throw TokenizerError.Cause.notByteLevel(token: token.string) }
            count += 1
        }
        return count == 2 ? cut : nil
    }

    private mutating func readJoined(_ text: [UInt8]) throws(TokenizerError.Cause) -> Int? {
        let halves = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        var cut: Int?
        for half in halves {
            cut = bytes.count
            guard half.withUnsafeBufferPointer({ ByteLevelAlphabet.standard.append($0, to: &bytes) }) else {
                throw .notByteLevel(token: String(decoding: half, as: UTF8.self))
            }
        }
        return cut
    }

    /// The merges by ids, which findable tokens have.
    func resolved(in tokens: TokenTable) throws(TokenizerError.Cause) -> [MergeTable.Merge] {
        var merges: [MergeTable.Merge] = []
        merges.reserveCapacity(pairs.count)
        var unknown: Range<Int>?
        tokens.withView { view in
            bytes.withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return }
                func id(_ range: Range<Int>) -> Int32? {
                    let id = view.id(of: base + range.lowerBound, count: range.count)
                    if id == nil { unknown = range }
                    return id
                }
                var start = 0
                for (rank, pair) in pairs.enumerated() {
                    guard let left = id(start..<pair.cut), let right = id(pair.cut..<pair.end), let product = id(start..<pair.end) else {
                        return
                    }
                    merges.append(MergeTable.Merge(left: left, right: right, product: product, rank: Int32(rank)))
                    start = pair.end
                }
            }
        }
        if let unknown { throw .unknownToken(String(decoding: bytes[unknown], as: UTF8.self), merge: merges.count) }
        return merges
    }
}

extension JSONText {
    /// Appends the bytes that the text stands for in the byte-level alphabet; false where it does not.
    func appendByteLevel(to target: inout [UInt8]) -> Bool {
        guard hasEscapes else { return ByteLevelAlphabet.standard.append(raw, to: &target) }
        return bytes.withUnsafeBufferPointer { ByteLevelAlphabet.standard.append($0, to: &target) }
    }
}
