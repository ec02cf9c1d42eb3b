/// How the characters of a text are written as bytes.
enum TextEncoding: Hashable, Sendable {
    /// RFC 3629.
    case utf8
    /// Inside a JSON string, each character in one way: as it is where RFC 8259 §7 allows, else as its short escape, else as `\u00xx`
    /// in lower case. As no text is written in two ways, differences and intersections of patterns mean what they say.
    case json

    /// One character of a set.
    func pattern(_ set: ScalarSet) -> Pattern {
        switch self {
        case .utf8: return Self.utf8(set)
        case .json:
            var parts: [Pattern] = []
            let plain = set.subtracting(Self.escaped)
            if !plain.isEmpty { parts.append(Self.utf8(plain)) }
            for value in set.intersection(Self.escaped).ranges.joined() { parts.append(.literal(Self.escape(UInt8(value)))) }
            return parts.count == 1 ? parts[0] : .choice(parts)
        }
    }

    /// Any characters.
    var anyText: Pattern { self == .utf8 ? Self.anyUTF8 : Self.anyJSON }

    private static let anyUTF8 = Pattern.any(TextEncoding.utf8.pattern(.all))
    private static let anyJSON = Pattern.any(TextEncoding.json.pattern(.all))

    func pattern(_ text: String) -> Pattern {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if self == .json, Self.escaped.contains(scalar.value) {
                bytes.append(contentsOf: Self.escape(UInt8(scalar.value)))
            } else {
                bytes.append(contentsOf: String(scalar).utf8)
            }
        }
        return .literal(bytes)
    }

    private static let escaped = ScalarSet([0...0x1F, 0x22...0x22, 0x5C...0x5C])

    private static func escape(_ value: UInt8) -> [UInt8] {
        switch value {
        case 0x22: Array(#"\""#.utf8)
        case 0x5C: Array(#"\\"#.utf8)
        case 0x08: Array(#"\b"#.utf8)
        case 0x0C: Array(#"\f"#.utf8)
        case 0x0A: Array(#"\n"#.utf8)
        case 0x0D: Array(#"\r"#.utf8)
        case 0x09: Array(#"\t"#.utf8)
        default: Array((value < 16 ? #"\u000"# : #"\u00"#).utf8) + Array(String(value, radix: 16).utf8)
        }
    }

    private static func utf8(_ set: ScalarSet) -> Pattern {
        var oneByte = ByteSet()
        var parts: [Pattern] = []
        for range in set.ranges {
            for piece in split(range) {
                if piece.upperBound < 0x80 {
                    for value in piece { oneByte.insert(UInt8(value)) }
                } else {
                    parts.append(contentsOf: sequences(encode(piece.lowerBound), encode(piece.upperBound)))
                }
            }
        }
        if !oneByte.isEmpty { parts.insert(.byte(oneByte), at: 0) }
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    /// Into ranges whose ends have the same number of bytes.
    private static func split(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
        [0...0x7F, 0x80...0x7FF, 0x800...0xFFFF, 0x10000...0x10FFFF].compactMap { bounds in
            range.overlaps(bounds) ? range.clamped(to: bounds) : nil
        }
    }

    private static func encode(_ value: UInt32) -> [UInt8] {
        func continuation(_ shift: UInt32) -> UInt8 { UInt8(0x80 | value >> shift & 0x3F) }
        if value < 0x80 { return [UInt8(value)] }
        if value < 0x800 { return [UInt8(0xC0 | value >> 6), continuation(0)] }
        if value < 0x10000 { return [UInt8(0xE0 | value >> 12), continuation(6), continuation(0)] }
        return [UInt8(0xF0 | value >> 18), continuation(12), continuation(6), continuation(0)]
    }

    /// The sequences between two of the same length, as few products of byte ranges as there are.
    private static func sequences(_ low: [UInt8], _ high: [UInt8]) -> [Pattern] {
        guard let first = low.first, let last = high.first else { return [.empty] }
        let (lowRest, highRest) = (Array(low.dropFirst()), Array(high.dropFirst()))
        if lowRest.isEmpty { return [.bytes(first...last)] }
        let least = [UInt8](repeating: 0x80, count: lowRest.count)
        let greatest = [UInt8](repeating: 0xBF, count: lowRest.count)
        func joined(_ head: ClosedRange<UInt8>, _ rests: [Pattern]) -> [Pattern] { rests.map { .sequence([.bytes(head), $0]) } }
        if first == last { return joined(first...first, sequences(lowRest, highRest)) }
        var result: [Pattern] = []
        var (from, to) = (first, last)
        if lowRest != least {
            result += joined(first...first, sequences(lowRest, greatest))
            from += 1
        }
        if highRest != greatest { to -= 1 }
        if from <= to { result += joined(from...to, [.sequence(least.map { _ in .bytes(0x80...0xBF) })]) }
        if highRest != greatest { result += joined(last...last, sequences(least, highRest)) }
        return result
    }
}
