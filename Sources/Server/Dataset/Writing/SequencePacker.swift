/// A row of examples one behind the other.
struct PackedRow: Sendable, Hashable {
    var tokens: [Int32] = []
    var lossMask: [UInt8] = []
    /// Where each example stands.
    var documents: [Document] = []

    struct Document: Sendable, Hashable {
        var start: Int
        var length: Int
        var file: Int
        var line: Int
    }

    mutating func append(_ example: DatasetExample) {
        documents.append(
            Document(start: tokens.count, length: example.tokens.count, file: example.file, line: example.line))
        tokens += example.tokens
        lossMask += example.lossMask
    }

    /// For each token its place in its example.
    var positions: [Int32] { documents.flatMap { 0..<Int32($0.length) } }

    /// For each token the number of its example in the row, from 1.
    var documentNumbers: [Int32] {
        documents.enumerated().flatMap { index, document in repeatElement(Int32(index + 1), count: document.length) }
    }
}

/// Puts examples together to rows of one length at most. No example is in two rows.
///
/// Each goes where it leaves the least room, among a bounded number of rows that are open (best fit), so that the same input always gives
/// the same rows, in memory that does not grow with it.
struct SequencePacker: Sendable {
    private static let openRows = 64

    let length: Int
    private var open: [PackedRow] = []

    init(length: Int) {
        self.length = length
    }

    /// - Parameter example: not longer than a row.
    /// - Returns: rows that are done.
    mutating func add(_ example: DatasetExample) -> [PackedRow] {
        let needed = example.tokens.count
        let fitting = open.indices.filter { length - open[$0].tokens.count >= needed }
        guard let best = fitting.max(by: { open[$0].tokens.count < open[$1].tokens.count }) else {
            var row = PackedRow()
            row.append(example)
            if row.tokens.count == length { return [row] }
            open.append(row)
            guard open.count > Self.openRows, let fullest = open.indices.max(by: { open[$0].tokens.count < open[$1].tokens.count })
            else { return [] }
            return [open.remove(at: fullest)]
        }
        open[best].append(example)
        return open[best].tokens.count == length ? [open.remove(at: best)] : []
    }

    /// The rows that are left.
    mutating func finish() -> [PackedRow] {
        defer { open = [] }
        return open
    }
}
