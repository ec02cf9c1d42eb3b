import HTTP
import HTTPTypes
import Testing

/// What the parser makes of bytes.
struct Parsed: Equatable {
    /// The pieces of a body joined.
    var events: [RequestParser.Event] = []
    /// What ended it; nil when it awaits more bytes.
    var error: RequestError?

    var heads: [RequestHead] {
        events.compactMap { if case .head(let head) = $0 { head } else { nil } }
    }

    var bodies: [String] {
        events.compactMap { if case .body(let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { nil } }
    }

    /// Requests that came whole.
    var ends: Int {
        events.count { $0 == .end }
    }

    /// Parses a text, each of whose scalars is one byte; whole, byte by byte and in random pieces, which must make no difference.
    init(_ text: String, limits: RequestLimits = RequestLimits(), sourceLocation: SourceLocation = #_sourceLocation) {
        let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        self.init(pieces: [bytes], limits)
        #expect(Parsed(pieces: bytes.map { [$0] }, limits) == self, "byte by byte", sourceLocation: sourceLocation)
        var generator = SplitMix(state: UInt64(bytes.count))
        for _ in 0..<8 {
            let pieces = Splits.random(bytes, &generator)
            #expect(Parsed(pieces: pieces, limits) == self, "in pieces of \(pieces.map(\.count))", sourceLocation: sourceLocation)
        }
    }

    init(pieces: [[UInt8]], _ limits: RequestLimits) {
        var parser = RequestParser(limits: limits)
        for piece in pieces {
            parser.receive(piece)
            do throws(RequestError) {
                while let event = try parser.nextUnlessItNeedsBytes() { append(event) }
            } catch {
                self.error = error
            }
        }
    }

    private mutating func append(_ event: RequestParser.Event) {
        guard case .body(let piece) = event, case .body(let before) = events.last else { return events.append(event) }
        events[events.count - 1] = .body(before + piece)
    }
}

extension RequestParser {
    fileprivate mutating func nextUnlessItNeedsBytes() throws(RequestError) -> Event? {
        let event = try next()
        return event == .needsBytes ? nil : event
    }
}

/// A request with these fields after Host.
func request(_ line: String = "GET / HTTP/1.1", host: String? = "a", _ fields: String..., body: String = "") -> String {
    let lines = [line] + (host.map { ["Host: \($0)"] } ?? []) + fields
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}
