package import HTTPTypes

/// What a client takes (RFC 9110 §12.5.3).
package enum AcceptEncoding {
    /// Whether gzip is acceptable and wanted no less than the body as it is.
    package static func prefersGzip(_ headers: HTTPFields) -> Bool {
        var gzip: Int?
        var identity: Int?
        var any: Int?
        for member in headers[fields: .acceptEncoding].flatMap(\.listMembers) {
            let parts = member.split(separator: ";", omittingEmptySubsequences: false).map(trim)
            guard let weight = weight(parts.dropFirst()) else { continue }
            switch parts[0] {
            case "gzip", "x-gzip": gzip = max(gzip ?? 0, weight)
            case "identity": identity = weight
            case "*": any = weight
            default: break
            }
        }
        let accepted = gzip ?? any ?? 0
        return accepted > 0 && accepted >= identity ?? 0
    }

    /// Without the blanks around it.
    private static func trim(_ text: Substring) -> Substring {
        var text = text.utf8.drop(while: \.isBlank)
        while text.last?.isBlank == true { text.removeLast() }
        return Substring(text)
    }

    /// RFC 9110 §12.4.2: thousandths; nil when malformed.
    private static func weight(_ parameters: ArraySlice<Substring>) -> Int? {
        guard let parameter = parameters.first else { return 1000 }
        guard parameters.count == 1, parameter.hasPrefix("q=") else { return nil }
        let digits = Array(parameter.utf8.dropFirst(2))
        guard let whole = digits.first, whole == UInt8(ascii: "0") || whole == UInt8(ascii: "1"), digits.count <= 5 else { return nil }
        guard digits.count > 1 else { return Int(whole - UInt8(ascii: "0")) * 1000 }
        guard digits[1] == UInt8(ascii: "."), digits.dropFirst(2).allSatisfy(\.isDigit) else { return nil }
        let fraction = (0..<3).reduce(0) { $0 * 10 + ($1 + 2 < digits.count ? Int(digits[$1 + 2] - UInt8(ascii: "0")) : 0) }
        let weight = Int(whole - UInt8(ascii: "0")) * 1000 + fraction
        return weight <= 1000 ? weight : nil
    }
}
