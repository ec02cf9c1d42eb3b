import HTTP

/// What holds of a chunked body whatever it is.
enum ChunkProperty {
    static let limits: RequestLimits = {
        var limits = RequestLimits()
        // Beyond anything that an input holds, so that the reference need not know them; the body's it knows.
        limits.body = 3000
        return limits
    }()

    static func violation(_ bytes: [UInt8]) -> String? {
        let head = Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
        let whole = RequestProperty.Reading([head, bytes], limits)
        for pieces in Splits.of(bytes) {
            let reading = RequestProperty.Reading([head] + pieces, limits)
            if reading != whole { return "in pieces of \(pieces.map(\.count)): \(reading), whole: \(whole)" }
        }
        guard let first = whole.messages.first else { return "no request" }
        let expected = ChunkReference.decode(bytes, limit: limits.body)
        switch expected {
        case .whole(let data, let length):
            guard first.isWhole, first.body == data else { return "expected \(expected), got \(whole)" }
            // What follows is the next request, no byte more or less.
            let rest = RequestProperty.Reading([Array(bytes[length...])], limits)
            let isSame = rest.messages == Array(whole.messages.dropFirst()) && rest.error == whole.error
            return isSame ? nil : "what follows is \(rest), in place of \(whole)"
        case .cutShort: return first.isWhole ? "expected more, got \(whole)" : nil
        case .invalid: return whole.error == nil || first.isWhole ? "expected an error, got \(whole)" : nil
        }
    }
}
