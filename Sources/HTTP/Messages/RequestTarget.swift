/// Splitting and percent-decoding of request targets (RFC 3986 §2.1, §3).
package enum RequestTarget {
    /// Path and query of a target in origin form; the query is nil without `?`.
    package static func split(_ target: String) -> (path: Substring, query: Substring?) {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target[...], nil) }
        return (target[..<mark], target[target.utf8.index(after: mark)...])
    }

    /// Text from percent-encoded text. Nil when an escape is cut short, is not hexadecimal, stands for NUL,
    /// or when the bytes are not UTF-8. Nothing is decoded twice.
    package static func decode(_ text: Substring, plusIsSpace: Bool = false) -> String? {
        let isPlain = text.utf8.allSatisfy { $0 != UInt8(ascii: "%") && (!plusIsSpace || $0 != UInt8(ascii: "+")) }
        if isPlain { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next()?.hexDigitValue, let low = rest.next()?.hexDigitValue, high | low != 0 else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace:
                bytes.append(UInt8(ascii: " "))
            default:
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

/// The items of a query string, in order (WHATWG `application/x-www-form-urlencoded`).
package struct QueryItems: Sendable, Hashable {
    package struct Item: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    package let items: [Item]

    /// An item that does not decode to text keeps its percent-encoded form.
    package init(_ query: some StringProtocol) {
        items = Substring(query).split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0]
            let value = parts.count > 1 ? parts[1] : ""
            return Item(
                name: RequestTarget.decode(name, plusIsSpace: true) ?? String(name),
                value: RequestTarget.decode(value, plusIsSpace: true) ?? String(value))
        }
    }

    /// The first value of a name.
    package subscript(_ name: String) -> String? {
        items.first { $0.name == name }?.value
    }

    /// Every value of a name, and of `name[]`, in order.
    package func values(_ name: String) -> [String] {
        items.filter { $0.name == name || $0.name == name + "[]" }.map(\.value)
    }
}
