/// A chunked body (RFC 9112 §7.1), read the slow and obvious way from bytes that are all there: what the parser is compared with.
struct ChunkReference {
    enum Outcome: Equatable {
        /// The data, and how many bytes it took to say it.
        case whole([UInt8], length: Int)
        /// It could go on.
        case cutShort
        case invalid
    }

    private let bytes: [UInt8]
    private var position = 0
    private struct Invalid: Error {}

    static func decode(_ bytes: [UInt8], limit: Int) -> Outcome {
        var reference = ChunkReference(bytes: bytes)
        do { return try reference.decode(limit: limit) } catch { return .invalid }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func decode(limit: Int) throws -> Outcome {
        var data: [UInt8] = []
        while true {
            guard let line = try line() else { return .cutShort }
            let digits = line.prefix { Character(Unicode.Scalar($0)).isHexDigit }
            guard (1...16).contains(digits.count), let size = UInt64(String(decoding: digits, as: UTF8.self), radix: 16),
                Self.isExtension(String(decoding: line[digits.endIndex...].map(Self.visible), as: UTF8.self))
            else { throw Invalid() }
            guard size <= UInt64(limit - data.count) else { throw Invalid() }
            if size == 0 { break }
            guard bytes.count - position >= Int(size) + 2 else { return .cutShort }
            data += bytes[position..<position + Int(size)]
            position += Int(size)
            guard bytes[position] == 13, bytes[position + 1] == 10 else { throw Invalid() }
            position += 2
        }
        while true {
            guard let line = try line() else { return .cutShort }
            if line.isEmpty { return .whole(data, length: position) }
            let text = String(decoding: line.map(Self.visible), as: UTF8.self)
            guard text.wholeMatch(of: Self.field) != nil else { throw Invalid() }
        }
    }

    /// Up to CRLF; nil where that has not come.
    private mutating func line() throws -> [UInt8]? {
        guard let end = bytes[position...].firstIndex(of: 10) else { return nil }
        guard end > position, bytes[end - 1] == 13 else { throw Invalid() }
        defer { position = end + 1 }
        return Array(bytes[position..<end - 1])
    }

    private static func isExtension(_ text: String) -> Bool { text.wholeMatch(of: extensions) != nil }

    // Made once and only read.
    nonisolated(unsafe) private static let field = #/[A-Za-z0-9!#$%&'*+\-.^_`|~]+:[\t -~]*/#
    /// RFC 9112 §7.1.1
    nonisolated(unsafe) private static let extensions =
        #/([\t ]*;[\t ]*[A-Za-z0-9!#$%&'*+\-.^_`|~]+([\t ]*=[\t ]*([A-Za-z0-9!#$%&'*+\-.^_`|~]+|"([\t !#-\[\]-~]|\\[\t -~])*"))?)*/#

    /// A letter of the pattern's for each byte: obs-text as a brace, which is field content and no token.
    private static func visible(_ byte: UInt8) -> UInt8 { byte >= 0x80 ? UInt8(ascii: "{") : byte }
}
