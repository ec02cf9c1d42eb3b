import HTTPTypes

extension RequestHead {
    /// Checks what the fields say together.
    init(_ line: RequestLine, _ fields: FieldSection, _ limits: RequestLimits) throws(RequestError) {
        var found = FramingFields()
        for field in fields.headers { found.note(field) }
        let host = try Self.host(found.hosts, line.version)
        method = line.method
        target = line.target
        // RFC 9112 §3.2.2: the authority of an absolute target replaces Host, which must be there and valid all the same.
        authority = line.authority ?? host
        version = line.version
        headers = fields.headers
        framing = try Self.framing(found, line.version, limits)
        expectsContinue = try Self.expectation(found.expectations, line.version)
        // RFC 9112 §9.3: HTTP/1.0 connections persist where the client asks for it, as ab and old proxies do.
        keepsAlive =
            !found.connectionOptions.contains("close") && (line.version == .http1_1 || found.connectionOptions.contains("keep-alive"))
    }

    /// RFC 9112 §3.2: exactly one valid Host in HTTP/1.1, at most one in HTTP/1.0.
    private static func host(_ hosts: [HTTPField], _ version: HTTPVersion) throws(RequestError) -> String? {
        guard hosts.count < 2 else { throw .repeatedHost }
        guard let host = hosts.first else {
            guard version == .http1_0 else { throw .missingHost }
            return nil
        }
        guard host.withUnsafeBytesOfValue(HostGrammar.isValid) else { throw .invalidHost }
        return host.value
    }

    /// RFC 9112 §6: what delimits the body.
    private static func framing(
        _ found: FramingFields, _ version: HTTPVersion, _ limits: RequestLimits
    ) throws(RequestError) -> BodyFraming {
        if !found.transferEncodings.isEmpty {
            // RFC 9112 §6.3: Transfer-Encoding with Content-Length may be smuggling. Refuse and close.
            guard found.lengths.isEmpty else { throw .contentLengthWithTransferEncoding }
            // RFC 9112 §6.1: in HTTP/1.0 the framing is faulty.
            guard version == .http1_1 else { throw .invalidTransferEncoding }
            return try chunked(found.transferEncodings)
        }
        // RFC 9110 §8.6: a repeated value or a list of equal ones MAY be refused, and is.
        guard found.lengths.count < 2 else { throw .repeatedContentLength }
        guard let field = found.lengths.first else { return .none }
        let length = try field.withUnsafeBytesOfValue { bytes throws(RequestError) -> Int in
            guard !bytes.isEmpty, bytes.allSatisfy(\.isDigit) else { throw .invalidContentLength }
            // Larger than any Int is larger than the limit.
            return bytes.reduce(0) { length, digit in
                let (product, overflow) = length.multipliedReportingOverflow(by: 10)
                let (sum, sumOverflow) = product.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
                return overflow || sumOverflow ? .max : sum
            }
        }
        guard length <= limits.body else { throw .bodyTooLarge(limit: limits.body) }
        return length == 0 ? .none : .length(length)
    }

    /// RFC 9112 §6.1, §6.3: chunked must be the last coding and applied once; other codings are not served (501).
    private static func chunked(_ fields: [HTTPField]) throws(RequestError) -> BodyFraming {
        let codings = fields.flatMap { $0.listMembers }
        guard let last = codings.last, last == "chunked" else { throw .invalidTransferEncoding }
        if codings.count == 1 { return .chunked }
        guard codings.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(ByteSet.token.contains) }),
            !codings.dropLast().contains("chunked"), !codings.contains("identity")
        else { throw .invalidTransferEncoding }
        throw .unsupportedTransferCoding
    }

    /// RFC 9110 §10.1.1: 100-continue is the only expectation (417 otherwise), and HTTP/1.0's is ignored.
    private static func expectation(_ fields: [HTTPField], _ version: HTTPVersion) throws(RequestError) -> Bool {
        guard version == .http1_1, !fields.isEmpty else { return false }
        guard fields.flatMap(\.listMembers).allSatisfy({ $0 == "100-continue" }) else { throw .unsupportedExpectation }
        return true
    }
}

/// The fields that say where a message ends and what becomes of its connection.
private struct FramingFields {
    var hosts: [HTTPField] = []
    var lengths: [HTTPField] = []
    var transferEncodings: [HTTPField] = []
    var expectations: [HTTPField] = []
    /// In lower case.
    var connectionOptions: Set<String> = []

    mutating func note(_ field: HTTPField) {
        switch field.name {
        case .hostField: hosts.append(field)
        case .contentLength: lengths.append(field)
        case .transferEncoding: transferEncodings.append(field)
        case .expect: expectations.append(field)
        case .connection: connectionOptions.formUnion(field.listMembers)
        default: break
        }
    }
}

extension HTTPField {
    /// RFC 9110 §5.6.1: the members of a comma-separated list, in lower case, without the blanks around them; empty ones stay.
    var listMembers: [String] {
        withUnsafeBytesOfValue { bytes in
            bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { member in
                var member = member
                while let first = member.first, first.isBlank { member = member.dropFirst() }
                while let last = member.last, last.isBlank { member = member.dropLast() }
                return String(decoding: member.map(\.lowercasedASCII), as: UTF8.self)
            }
        }
    }
}
