/// GPT-2's way to write bytes as visible characters (`bytes_to_unicode` in its encoder.py): a visible Latin-1 character stands for
/// itself; the other bytes, in order, are U+0100, U+0101, … U+0143.
struct ByteLevelAlphabet: Sendable {
    /// The byte, or -1, by scalar.
    private let bytes: [Int16]

    static let standard = ByteLevelAlphabet()

    private init() {
        var bytes = [Int16](repeating: -1, count: 0x180)
        var others = 0x100
        for byte in 0..<256 {
            if (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte) {
                bytes[byte] = Int16(byte)
            } else {
                bytes[others] = Int16(byte)
                others += 1
            }
        }
        self.bytes = bytes
    }

    /// Appends the bytes that a token's UTF-8 stands for. False, with `target` as it was, where a character stands for none.
    func append(_ token: UnsafeBufferPointer<UInt8>, to target: inout [UInt8]) -> Bool {
        let before = target.count
        let isWhole = bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < token.count {
                let lead = token[index]
                var scalar = Int(lead)
                index += 1
                if lead >= 0x80 {
                    // Two bytes write U+0080...U+07FF; the alphabet ends below U+0180.
                    guard lead < 0xC6, index < token.count else { return false }
                    scalar = Int(lead & 0x1F) << 6 | Int(token[index] & 0x3F)
                    index += 1
                }
                guard case let byte = bytes[scalar], byte >= 0 else { return false }
                target.append(UInt8(truncatingIfNeeded: byte))
            }
            return true
        }
        if !isWhole { target.removeSubrange(before...) }
        return isWhole
    }
}
