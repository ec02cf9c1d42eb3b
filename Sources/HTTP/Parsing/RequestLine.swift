import HTTPTypes

/// Method, target and version (RFC 9112 §3).
struct RequestLine: Sendable, Hashable {
    var method: HTTPRequest.Method
    /// Origin form, or `*`.
    var target: String
    /// Of an absolute target.
    var authority: String?
    var version: HTTPVersion
}

extension RequestParser {
    /// RFC 9112 §2.2: a server SHOULD ignore an empty line before the request line; a few are ignored, and no other bytes.
    mutating func parseRequestLine() throws(RequestError) -> RequestLine? {
        while true {
            // What does not begin as a method, TLS for instance, is not waited for.
            if position < buffer.count, !ByteSet.token.contains(buffer[position]), buffer[position] != .carriageReturn,
                buffer[position] != .lineFeed
            {
                throw .invalidMethod
            }
            let line = try withLine(limit: limits.requestLine, tooLong: .requestLineTooLong(limit: limits.requestLine)) { bytes in
                bytes.isEmpty ? .success(nil) : RequestLine.parse(bytes).map(Optional.some)
            }
            guard let line else { return nil }
            if let line { return line }
            emptyLines += 1
            guard emptyLines <= limits.leadingEmptyLines else { throw .tooManyEmptyLines(limit: limits.leadingEmptyLines) }
        }
    }
}

extension RequestLine {
    /// RFC 9112 §3: method SP request-target SP HTTP-version, with exactly these spaces.
    static func parse(_ line: UnsafeBufferPointer<UInt8>) -> Result<RequestLine, RequestError> {
        do throws(RequestError) {
            let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
            guard let first = parts.first, !first.isEmpty, first.allSatisfy(ByteSet.token.contains),
                let method = HTTPRequest.Method(String(decoding: first, as: UTF8.self))
            else { throw .invalidMethod }
            guard parts.count == 3 else { throw .invalidRequestLine("is not method, target and version with one space between each") }
            let version = try HTTPVersion(parts[2])
            // RFC 9110 §9.3.6: most origin servers do not implement CONNECT; its authority form means nothing else.
            guard method != .connect else { throw .connectNotImplemented }
            var (authority, target) = try RequestTarget.parse(parts[1], isOptions: method == .options)
            if target.isEmpty { target = method == .options ? "*" : "/" }
            return .success(RequestLine(method: method, target: target, authority: authority, version: version))
        } catch {
            return .failure(error)
        }
    }
}

extension HTTPVersion {
    /// RFC 9112 §2.3: "HTTP/" DIGIT "." DIGIT, in this case of letters.
    fileprivate init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) throws(RequestError) {
        let bytes = UnsafeBufferPointer(rebasing: bytes)
        guard bytes.count == 8, bytes.starts(with: "HTTP/".utf8), bytes[5].isDigit, bytes[6] == UInt8(ascii: "."), bytes[7].isDigit else {
            throw .invalidVersion
        }
        // RFC 9110 §2.5: a higher minor version is served as the highest one known; another major version is refused.
        guard bytes[5] == UInt8(ascii: "1") else { throw .unsupportedVersion }
        self = bytes[7] == UInt8(ascii: "0") ? .http1_0 : .http1_1
    }
}

extension RequestTarget {
    /// RFC 9112 §3.2: origin form, absolute form, or the asterisk of OPTIONS. An absolute target without a path gives an empty one.
    fileprivate static func parse(
        _ bytes: Slice<UnsafeBufferPointer<UInt8>>, isOptions: Bool
    ) throws(RequestError) -> (authority: String?, target: String) {
        guard let first = bytes.first else { throw .invalidTarget("is empty") }
        if first == UInt8(ascii: "/") {
            try validate(bytes)
            return (nil, String(decoding: bytes, as: UTF8.self))
        }
        if bytes.elementsEqual("*".utf8) {
            guard isOptions else { throw .invalidTarget("is an asterisk, which only OPTIONS may have") }
            return (nil, "*")
        }
        let schemes: [StaticString] = ["http://", "https://"]
        for scheme in schemes where bytes.hasCaseInsensitivePrefix(scheme) {
            let rest = bytes.dropFirst(scheme.utf8CodeUnitCount)
            let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? rest.endIndex
            // RFC 9110 §4.2.4: user information in a target is an error; the grammar of Host has no place for it.
            guard HostGrammar.isValid(UnsafeBufferPointer(rebasing: rest[..<end])) else { throw .invalidTarget("has an invalid authority") }
            let path = rest[end...]
            try validate(path)
            let slash = path.first == UInt8(ascii: "?") ? "/" : ""
            return (String(decoding: rest[..<end], as: UTF8.self), slash + String(decoding: path, as: UTF8.self))
        }
        throw .invalidTarget("is neither a path nor an absolute URL")
    }

    /// RFC 3986 §3.3, §3.4: characters and escapes of path and query; no fragment.
    private static func validate(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) throws(RequestError) {
        var allowed = ByteSet.path
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                let escape = bytes[index...].prefix(3)
                guard escape.count == 3, escape.dropFirst().allSatisfy({ $0.hexDigitValue != nil }) else {
                    throw .invalidTarget("has a percent sign without two hexadecimal digits")
                }
                index += 3
                continue
            }
            if byte == UInt8(ascii: "?") { allowed = .query }
            guard byte == UInt8(ascii: "?") || allowed.contains(byte) else { throw .invalidTarget("has a character that must be encoded") }
            index += 1
        }
    }
}

extension Collection<UInt8> {
    /// - Parameter prefix: ASCII in lower case.
    func hasCaseInsensitivePrefix(_ prefix: StaticString) -> Bool {
        let prefix = UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount)
        return count >= prefix.count && zip(self, prefix).allSatisfy { $0.lowercasedASCII == $1 }
    }
}
