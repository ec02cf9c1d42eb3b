import HTTP

/// What holds of the PROXY protocol's headers whatever comes in their place.
enum ProxyHeaderProperty {
    private struct Reading: Equatable {
        var header: ProxyHeader?
        var rest: [UInt8] = []
        var error: ProxyHeaderError?

        init(_ pieces: [[UInt8]]) {
            var reader = ProxyHeaderReader()
            for piece in pieces {
                if header != nil {
                    rest += piece
                    continue
                }
                do throws(ProxyHeaderError) {
                    guard let (header, rest) = try reader.receive(piece) else { continue }
                    (self.header, self.rest) = (header, rest)
                } catch {
                    self.error = error
                    return
                }
            }
        }
    }

    static func violation(_ bytes: [UInt8]) -> String? {
        let whole = Reading([bytes])
        for pieces in Splits.of(bytes) where Reading(pieces) != whole {
            return "in pieces of \(pieces.map(\.count)): \(Reading(pieces)), whole: \(whole)"
        }
        guard let header = whole.header else { return nil }
        guard bytes.suffix(whole.rest.count).elementsEqual(whole.rest) else { return "what follows is not what followed: \(whole)" }
        guard let source = header.source, let port = source.port else { return nil }
        // The same source, written in version 1.
        let family = if case .v4 = source.ip { "TCP4" } else { "TCP6" }
        let address = "\(source.ip)"
        let again = Reading([Array("PROXY \(family) \(address) \(address) \(port) \(port)\r\nrest".utf8)])
        return again.header == header && again.rest == Array("rest".utf8) ? nil : "\(whole) became \(again)"
    }
}
