import JSON

/// The header of a safetensors file: where each tensor lies. Checked completely, so that what it says can be used
/// as addresses. Format: https://huggingface.co/docs/safetensors
///
///     UInt64 N, little-endian | N bytes of JSON, beginning with `{` | the tensors, in any order, without gaps
struct SafetensorsHeader {
    static let byteLimit = 100_000_000
    static let tensorLimit = 65_536

    struct Entry: Hashable {
        let type: ElementType
        let shape: [Int]
        /// Elements: the product of `shape`.
        let count: Int
        /// Bytes of the file, counted from its beginning.
        let range: Range<Int>
    }

    let tensors: [String: Entry]
    /// Text by name that whoever made the file has put there.
    let metadata: [String: String]
    /// Bytes up to the first tensor.
    let byteCount: Int

    /// Reads the header of a whole file; `file` names it in errors.
    init(parsing bytes: UnsafeRawBufferPointer, file: String) throws(CheckpointError) {
        guard bytes.count >= 8 else { throw .truncatedHeader(file: file, bytes: bytes.count, expected: 8) }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(Self.byteLimit) else { throw .headerTooLarge(file: file, bytes: length, limit: Self.byteLimit) }
        guard length <= UInt64(bytes.count - 8) else {
            throw .truncatedHeader(file: file, bytes: bytes.count, expected: length + 8)
        }
        byteCount = 8 + Int(length)
        let text = UnsafeRawBufferPointer(rebasing: bytes[8..<byteCount])
        guard text.first == UInt8(ascii: "{") else { throw .invalidHeader(file: file, reason: "expected '{' as its first byte") }
        var reader = try SafetensorsHeaderReader(text.bindMemory(to: UInt8.self), file: file)
        let entries = try reader.read()
        metadata = reader.metadata
        tensors = try Self.place(entries, after: byteCount, dataSize: bytes.count - byteCount, file: file)
    }

    /// Checks that the tensors, ordered by their offsets, fill the data without overlap or gap, and adds the header's size.
    private static func place(
        _ entries: [SafetensorsHeaderReader.Entry], after header: Int, dataSize: Int, file: String
    ) throws(CheckpointError) -> [String: Entry] {
        var tensors: [String: Entry] = [:]
        tensors.reserveCapacity(entries.count)
        var previous: SafetensorsHeaderReader.Entry?
        for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
            let position = previous?.end ?? 0
            guard entry.end <= dataSize else {
                throw .truncatedData(file: file, tensor: entry.name, end: entry.end, dataSize: dataSize)
            }
            if let previous, entry.begin < position {
                throw .overlappingTensors(file: file, tensor: entry.name, other: previous.name)
            }
            guard entry.begin == position else { throw .uncoveredBytes(file: file, begin: position, end: entry.begin) }
            tensors[entry.name] = Entry(
                type: entry.type, shape: entry.shape, count: (entry.end - entry.begin) / entry.type.byteCount,
                range: header + entry.begin..<header + entry.end)
            previous = entry
        }
        guard previous?.end ?? 0 == dataSize else {
            throw .uncoveredBytes(file: file, begin: previous?.end ?? 0, end: dataSize)
        }
        return tensors
    }
}
