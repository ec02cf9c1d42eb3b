/// Turns bytes that arrive in parts into text, complete characters only.
///
/// Ill-formed bytes become U+FFFD, one for each maximal subpart (Unicode §3.9, table 3-8), however they are cut into parts.
package struct UTF8Decoder: Sendable {
    /// The beginning of a character whose rest has not arrived: at most three bytes.
    private var pending: [UInt8] = []

    package init() {}

    /// The characters that are complete with `bytes`.
    package mutating func push(_ bytes: some Sequence<UInt8>) -> String {
        pending.append(contentsOf: bytes)
        return takeComplete()
    }

    /// The same with what a token is.
    ///
    /// - Returns: `nil` where it has no bytes.
    package mutating func push(_ token: Int32, of tokenizer: Tokenizer) -> String? {
        tokenizer.appendBytes(of: token, to: &pending) ? takeComplete() : nil
    }

    private mutating func takeComplete() -> String {
        let held = Self.incompleteSuffix(of: pending)
        guard held > 0 else {
            // Room for the next characters is kept.
            defer { pending.removeAll(keepingCapacity: true) }
            return String(decoding: pending, as: UTF8.self)
        }
        defer { pending.removeFirst(pending.count - held) }
        return String(decoding: pending.dropLast(held), as: UTF8.self)
    }

    /// What is left, when no more bytes come: U+FFFD or nothing. The decoder is then as new.
    package mutating func finish() -> String {
        defer { pending.removeAll(keepingCapacity: true) }
        return String(decoding: pending, as: UTF8.self)
    }

    /// How many bytes at the end begin a well-formed character that is longer.
    private static func incompleteSuffix(of bytes: [UInt8]) -> Int {
        for length in 1...3 where length <= bytes.count {
            let lead = bytes[bytes.count - length]
            if lead & 0xC0 == 0x80 { continue }
            return isProperPrefix(bytes.suffix(length), lead: lead) ? length : 0
        }
        return 0
    }

    /// Unicode §3.9, table 3-7: the second byte has a narrower range after E0, ED, F0 and F4.
    private static func isProperPrefix(_ bytes: ArraySlice<UInt8>, lead: UInt8) -> Bool {
        let length: Int
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return false
        }
        guard bytes.count < length else { return false }
        guard let second = bytes.dropFirst().first else { return true }
        switch lead {
        case 0xE0: return second >= 0xA0
        case 0xED: return second < 0xA0
        case 0xF0: return second >= 0x90
        case 0xF4: return second < 0x90
        default: return true
        }
    }
}
