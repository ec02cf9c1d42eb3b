import HTTPTypes

/// The fields of one request as they are read: header first, then trailers, which share the budget.
struct FieldSection: Sendable, Hashable {
    private(set) var headers = HTTPFields()
    /// Lines so far, and their bytes with CRLF.
    private(set) var count = 0
    private(set) var size = 0

    mutating func append(_ field: HTTPField, lineLength: Int) {
        headers.append(field)
        count += 1
        size += lineLength + 2
    }

    mutating func removeContent() {
        headers = HTTPFields()
    }
}

extension RequestParser {
    /// Reads field lines up to the empty one. False when that has not come.
    mutating func parseFields() throws(RequestError) -> Bool {
        while true {
            // With its CRLF. The smaller of the two limits decides, the same for a line that comes whole and for one that comes in pieces.
            let remaining = max(0, limits.fieldSection - fields.size - 2)
            let limit = min(limits.fieldLine, remaining)
            let tooLong: RequestError =
                limits.fieldLine <= remaining
                ? .fieldTooLong(limit: limits.fieldLine) : .fieldSectionTooLarge(limit: limits.fieldSection)
            let line = try withLine(limit: limit, tooLong: tooLong) { bytes in
                bytes.isEmpty ? .success((field: nil, length: 0)) : HTTPField.parse(bytes).map { (field: $0, length: bytes.count) }
            }
            guard let line else { return false }
            guard let field = line.field else { return true }
            guard fields.count < limits.fieldCount else { throw .tooManyFields(limit: limits.fieldCount) }
            fields.append(field, lineLength: line.length)
        }
    }
}

extension HTTPField {
    /// RFC 9112 §5: field-name ":" OWS field-value OWS. No line folding (§5.2), no space before the colon (§5.1).
    fileprivate static func parse(_ line: UnsafeBufferPointer<UInt8>) -> Result<HTTPField, RequestError> {
        guard !line[0].isBlank else { return .failure(.invalidField("begins with a space: lines are not folded")) }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return .failure(.invalidField("has no colon")) }
        let name = line[..<colon]
        guard !name.isEmpty else { return .failure(.invalidField("has no name")) }
        guard name.allSatisfy(ByteSet.token.contains), let name = HTTPField.Name(String(decoding: name, as: UTF8.self)) else {
            return .failure(.invalidField("has a name that is not a token"))
        }
        // RFC 9110 §5.5: CR, LF, NUL and other control characters are invalid; HTAB is not.
        guard line[colon...].allSatisfy(\.isFieldContent) else {
            return .failure(.invalidField("has a control character in its value"))
        }
        var value = line[(colon + 1)...]
        while let first = value.first, first.isBlank { value = value.dropFirst() }
        while let last = value.last, last.isBlank { value = value.dropLast() }
        return .success(HTTPField(name: name, value: value))
    }
}
