/// One event of a `text/event-stream` (WHATWG HTML §9.2.5).
package struct ServerSentEvent: Sendable, Hashable {
    /// The event's type; left out means `message`.
    package var event: String?
    /// Line ends of any kind become several `data:` lines, which the client joins with LF.
    package var data: String
    /// What a reconnecting client sends as `Last-Event-ID`.
    package var id: String?

    package init(event: String? = nil, data: String, id: String? = nil) {
        self.event = event
        self.data = data
        self.id = id
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.utf8.count + 32)
        append(to: &bytes)
        return bytes
    }

    /// Appends the event with its empty line, so that a batch is one buffer and one write.
    package func append(to bytes: inout [UInt8]) {
        if let event { Self.appendField("event: ", event, to: &bytes) }
        if let id { Self.appendField("id: ", id, to: &bytes) }
        var data = data
        data.withUTF8 { text in
            var start = 0
            while let end = text[start...].firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
                Self.appendLine(UnsafeBufferPointer(rebasing: text[start..<end]), to: &bytes)
                let isPair = text[end] == UInt8(ascii: "\r") && end + 1 < text.count && text[end + 1] == UInt8(ascii: "\n")
                start = end + (isPair ? 2 : 1)
            }
            Self.appendLine(UnsafeBufferPointer(rebasing: text[start...]), to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Appends an event whose data is one line, which `data` appends.
    package static func append(_ event: String?, to bytes: inout [UInt8], data: (inout [UInt8]) -> Void) {
        if let event { appendField("event: ", event, to: &bytes) }
        bytes.append(contentsOf: "data: ".utf8)
        data(&bytes)
        bytes.append(contentsOf: "\n\n".utf8)
    }

    /// A comment, which clients ignore: a sign of life.
    package static func comment(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        appendField(": ", text, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private static func appendLine(_ line: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "data: ".utf8)
        bytes.append(contentsOf: line)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A line end within a one-line field would begin another field, and a NUL in an id voids it: both are left out.
    private static func appendField(_ name: StaticString, _ value: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(contentsOf: value.utf8.lazy.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") && $0 != 0 })
        bytes.append(UInt8(ascii: "\n"))
    }
}
