/// What a `Range` asks of bytes (RFC 9110 §14.1.2).
package enum RangeRequest: Sendable, Hashable {
    /// Everything: nothing was asked for, in a way that is not understood, or several parts at once, which a server need not send apart
    /// (RFC 9110 §14.2).
    case whole
    case part(Range<Int>)
    /// It begins behind the last byte.
    case unsatisfiable

    /// - Parameter length: of the bytes.
    package init(_ value: String?, length: Int) {
        self = value.flatMap { Self.parse($0.utf8[...], length: length) } ?? .whole
    }

    /// Nil where it is malformed, and so to be ignored.
    private static func parse(_ value: Substring.UTF8View, length: Int) -> RangeRequest? {
        let parts = value.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].map(\.lowercasedASCII).elementsEqual("bytes".utf8) else { return nil }
        guard !parts[1].contains(UInt8(ascii: ",")) else { return .whole }
        let ends = parts[1].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        if ends[0].isEmpty {
            guard let count = position(ends[1]) else { return nil }
            return count == 0 || length == 0 ? .unsatisfiable : .part(max(0, length - count)..<length)
        }
        guard let first = position(ends[0]) else { return nil }
        var last = Int.max
        if !ends[1].isEmpty {
            guard let given = position(ends[1]), given >= first else { return nil }
            last = given
        }
        return first < length ? .part(first..<min(last, length - 1) + 1) : .unsatisfiable
    }

    /// The largest integer for one that is larger.
    private static func position(_ digits: Substring.UTF8View) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return nil }
        return Int(Substring(digits)) ?? .max
    }
}
