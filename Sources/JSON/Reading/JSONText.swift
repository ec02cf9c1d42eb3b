/// A string of a document, borrowed from the document's bytes and valid as long as they are.
package struct JSONText {
    /// What stands between the quotes: well-formed UTF-8 with well-formed escapes, as written.
    package let raw: UnsafeBufferPointer<UInt8>
    /// False when `raw` is the text itself.
    package let hasEscapes: Bool
    /// Whether `raw` is ASCII; its escapes may stand for more.
    package let isASCII: Bool

    /// The text, escapes resolved.
    package var string: String {
        guard hasEscapes else { return String(decoding: raw, as: UTF8.self) }
        return String(unsafeUninitializedCapacity: raw.count) { resolveEscapes(into: $0) }
    }

    /// The text's UTF-8, escapes resolved.
    package var bytes: [UInt8] {
        guard hasEscapes else { return [UInt8](raw) }
        return [UInt8](unsafeUninitializedCapacity: raw.count) { $1 = resolveEscapes(into: $0) }
    }

    /// Writes the text to `target`, which has room for `raw.count` bytes; no escape is shorter than what it stands for.
    private func resolveEscapes(into target: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var read = 0
        var written = 0
        while true {
            copyPlainRun(into: target, &read, &written)
            guard read < raw.count else { return written }
            let letter = raw[read + 1]
            read += 2
            guard letter == UInt8(ascii: "u") else {
                target[written] = Self.character(forEscape: letter) ?? letter
                written += 1
                continue
            }
            var scalar = hexadecimal(at: read)
            read += 4
            if scalar & 0xFC00 == 0xD800 {  // RFC 8259 §7: a pair of escapes stands for one character beyond the BMP
                scalar = 0x10000 + (scalar & 0x3FF) << 10 + hexadecimal(at: read + 2) & 0x3FF
                read += 6
            }
            written += Self.encode(scalar, into: target, at: written)
        }
    }

    /// Copies up to the next backslash or the end, eight bytes at a time. What is copied beyond the backslash is
    /// overwritten later; as `written` never passes `read`, it stays within the target.
    @inline(__always)
    private func copyPlainRun(into target: UnsafeMutableBufferPointer<UInt8>, _ read: inout Int, _ written: inout Int) {
        let source = UnsafeRawBufferPointer(raw)
        let target = UnsafeMutableRawBufferPointer(target)
        while read + 8 <= source.count {
            let word = source.loadUnaligned(fromByteOffset: read, as: UInt64.self)
            target.storeBytes(of: word, toByteOffset: written, as: UInt64.self)
            let length = min(8, ByteScan.firstBackslash(in: UInt64(littleEndian: word)))
            read += length
            written += length
            if length < 8 { return }
        }
        while read < source.count, source[read] != UInt8(ascii: "\\") {
            target[written] = source[read]
            read += 1
            written += 1
        }
    }

    /// What the letter after a backslash stands for; `nil` for `u` and for letters that make no escape.
    static func character(forEscape letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// 0...15, or `nil`.
    static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte | 0x20) - 0x57
        default: nil
        }
    }

    /// Four digits that the reader has checked.
    private func hexadecimal(at offset: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in offset..<offset + 4 { value = value << 4 | (Self.hexadecimalDigit(raw[index]) ?? 0) }
        return value
    }

    /// RFC 3629 §3. Returns the number of bytes.
    private static func encode(_ scalar: UInt32, into target: UnsafeMutableBufferPointer<UInt8>, at offset: Int) -> Int {
        func continuation(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | scalar >> shift & 0x3F) }
        switch scalar {
        case 0..<0x80:
            target[offset] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case 0x80..<0x800:
            target[offset] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            target[offset + 1] = continuation(0)
            return 2
        case 0x800..<0x10000:
            target[offset] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            target[offset + 1] = continuation(6)
            target[offset + 2] = continuation(0)
            return 3
        default:
            target[offset] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
            target[offset + 1] = continuation(12)
            target[offset + 2] = continuation(6)
            target[offset + 3] = continuation(0)
            return 4
        }
    }
}
