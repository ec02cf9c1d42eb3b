/// What one proxy says of the request that it passed on, in `Forwarded` (RFC 7239 §4). Other parameters, `by` too, are left out.
package struct ForwardedElement: Sendable, Hashable {
    /// `for`: who sent it the request.
    package var sender: String?
    /// `proto`
    package var scheme: String?
    package var host: String?

    package init(sender: String? = nil, scheme: String? = nil, host: String? = nil) {
        self.sender = sender
        self.scheme = scheme
        self.host = host
    }

    /// The elements of one field line, in order. RFC 7239 §4:
    ///
    ///     Forwarded = 1#( [ pair ] *( ";" [ pair ] ) )    pair = token "=" ( token / quoted-string )
    ///
    /// Blanks beside ";" are let pass, which the grammar does not have. Nil for anything else: a quote that does not end may have swallowed
    /// what an honest proxy appended, so that nothing of such a line is to be believed.
    package static func parse(_ line: String) -> [ForwardedElement]? {
        var rest = Array(line.utf8)[...]
        var elements: [ForwardedElement] = []
        var pairs: [String: String] = [:]
        func finish() {
            guard !pairs.isEmpty else { return }
            elements.append(ForwardedElement(sender: pairs["for"], scheme: pairs["proto"], host: pairs["host"]))
            pairs = [:]
        }
        while true {
            rest = rest.drop(while: \.isBlank)
            switch rest.first {
            case nil:
                finish()
                return elements
            case UInt8(ascii: ","):
                finish()
                rest.removeFirst()
            case UInt8(ascii: ";"):
                rest.removeFirst()
            default:
                // RFC 7239 §4: a parameter MUST NOT occur more than once in an element; their names have no case.
                guard let (name, value) = takePair(&rest), pairs.updateValue(value, forKey: name) == nil else { return nil }
                rest = rest.drop(while: \.isBlank)
                guard [nil, UInt8(ascii: ","), UInt8(ascii: ";")].contains(rest.first) else { return nil }
            }
        }
    }

    private static func takePair(_ rest: inout ArraySlice<UInt8>) -> (name: String, value: String)? {
        let name = takeToken(&rest)
        guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "=") else { return nil }
        let value: [UInt8]?
        if rest.first == UInt8(ascii: "\"") {
            value = takeQuotedString(&rest)
        } else {
            let token = takeToken(&rest)
            value = token.isEmpty ? nil : Array(token)
        }
        guard let value else { return nil }
        return (String(decoding: name.map(\.lowercasedASCII), as: UTF8.self), String(decoding: value, as: UTF8.self))
    }

    private static func takeToken(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let token = rest.prefix(while: ByteSet.token.contains)
        rest = rest[token.endIndex...]
        return token
    }

    /// RFC 9110 §5.6.4, without its quotes and backslashes.
    private static func takeQuotedString(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        rest.removeFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return value
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst(), escaped.isFieldContent else { return nil }
                value.append(escaped)
            default:
                guard byte.isFieldContent else { return nil }
                value.append(byte)
            }
        }
        return nil
    }
}
