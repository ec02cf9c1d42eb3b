extension RequestParser {
    /// RFC 9112 §7.1: chunk-size [ chunk-ext ] CRLF. Nil when the line has not come whole.
    mutating func parseChunkSize() throws(RequestError) -> Int? {
        // The size has 16 digits at most; all that follows counts as extension.
        let allowed = limits.chunkExtensions - extensionLength
        let limit = Self.sizeDigits + allowed
        let line = try withLine(limit: limit, tooLong: .chunkExtensionsTooLarge(limit: limits.chunkExtensions)) { bytes in
            ChunkLine.parse(bytes, digits: Self.sizeDigits)
        }
        guard let line else { return nil }
        extensionLength += line.extensionLength
        guard extensionLength <= limits.chunkExtensions else { throw .chunkExtensionsTooLarge(limit: limits.chunkExtensions) }
        // Against the limit at once, before any of the chunk is read.
        guard line.size <= UInt64(limits.body - chunkedLength) else { throw .bodyTooLarge(limit: limits.body) }
        chunkedLength += Int(line.size)
        return Int(line.size)
    }

    private static let sizeDigits = 16

    /// The CRLF after a chunk's bytes, and nothing else.
    mutating func parseChunkEnd() throws(RequestError) -> Bool {
        guard position < buffer.count else { return false }
        guard buffer[position] == .carriageReturn else { throw .invalidChunk("is longer than its size") }
        guard position + 1 < buffer.count else { return false }
        guard buffer[position + 1] == .lineFeed else { throw .invalidLineEnd }
        consume(through: position + 2)
        return true
    }
}

/// The line before a chunk.
private struct ChunkLine {
    var size: UInt64
    var extensionLength: Int

    static func parse(_ line: UnsafeBufferPointer<UInt8>, digits limit: Int) -> Result<ChunkLine, RequestError> {
        let digits = line.prefix { $0.hexDigitValue != nil }
        guard !digits.isEmpty, digits.count <= limit else {
            return .failure(.invalidChunk("has a size that is not 1 to \(limit) hexadecimal digits"))
        }
        let size = digits.reduce(UInt64(0)) { $0 << 4 | UInt64($1.hexDigitValue ?? 0) }
        let extensions = line[digits.endIndex...]
        guard isValid(extensions) else { return .failure(.invalidChunk("has a malformed extension")) }
        return .success(ChunkLine(size: size, extensionLength: extensions.count))
    }

    /// RFC 9112 §7.1.1: chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] ), a value being a token or a quoted string.
    private static func isValid(_ extensions: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var rest = extensions
        while !rest.isEmpty {
            rest = rest.drop(while: \.isBlank)
            guard rest.popFirst() == UInt8(ascii: ";") else { return false }
            rest = rest.drop(while: \.isBlank)
            guard skipToken(&rest) else { return false }
            let value = rest.drop(while: \.isBlank)
            guard value.first == UInt8(ascii: "=") else { continue }
            rest = value.dropFirst().drop(while: \.isBlank)
            guard rest.first == UInt8(ascii: "\"") ? skipQuotedString(&rest) : skipToken(&rest) else { return false }
        }
        return true
    }

    private static func skipToken(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let end = rest.firstIndex { !ByteSet.token.contains($0) } ?? rest.endIndex
        defer { rest = rest[end...] }
        return end > rest.startIndex
    }

    /// RFC 9110 §5.6.4.
    private static func skipQuotedString(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        rest.removeFirst()
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return true
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst(), escaped.isFieldContent else { return false }
            default:
                guard byte.isFieldContent else { return false }
            }
        }
        return false
    }
}
