/// Reads the little-endian values of a GGUF header one after another, never past the file's end.
/// Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
struct GGUFReader {
    static let nameLimit = 1 << 16

    let bytes: UnsafeRawBufferPointer
    let file: String
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer, file: String) {
        self.bytes = bytes
        self.file = file
    }

    var remaining: Int { bytes.count - position }

    func invalid(_ reason: String) -> CheckpointError { .invalidHeader(file: file, reason: reason) }

    mutating func skip(_ count: Int) throws(CheckpointError) {
        guard count <= remaining else {
            throw .truncatedHeader(file: file, bytes: bytes.count, expected: UInt64(position) + UInt64(count))
        }
        position += count
    }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(CheckpointError) -> Value {
        let start = position
        try skip(MemoryLayout<Value>.size)
        return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: Value.self))
    }

    /// A count of things of which each takes so many bytes at least.
    mutating func count(of minimumBytes: Int, _ what: String) throws(CheckpointError) -> Int {
        let count = try integer(UInt64.self)
        guard count <= UInt64(remaining / minimumBytes) else { throw invalid("\(count) \(what), for which the file is too short") }
        return Int(count)
    }

    /// The bytes of a string.
    mutating func string() throws(CheckpointError) -> Range<Int> {
        let length = try count(of: 1, "bytes of a string")
        let start = position
        try skip(length)
        return start..<position
    }

    /// A string that is a name.
    mutating func name() throws(CheckpointError) -> String {
        let range = try string()
        guard range.count <= Self.nameLimit else { throw invalid("a name of \(range.count) bytes") }
        guard let name = text(range) else { throw invalid("a name that is not UTF-8") }
        return name
    }

    func text(_ range: Range<Int>) -> String? {
        String(validating: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
}
