/// Takes a `text/event-stream` apart (WHATWG HTML §9.2.6), in any pieces, into the data of its events. Types, ids and comments are passed over.
package struct EventStreamReader: Sendable {
    private var buffer: [UInt8] = []
    /// Of `buffer`, what has been taken, and what of the rest is known to have no line end.
    private var position = 0
    private var searched = 0
    /// The event's data so far: a place in `buffer` while it is one line, else put together.
    private var line: Range<Int>?
    private var lines: [UInt8]?

    package init() {}

    package mutating func push(_ bytes: ArraySlice<UInt8>) {
        if let line { lines = Array(buffer[line]) }
        line = nil
        if position == buffer.count {
            buffer = Array(bytes)
            (position, searched) = (0, 0)
        } else {
            buffer.removeSubrange(..<position)
            searched -= position
            position = 0
            buffer += bytes
        }
    }

    /// The data of the next event that has any; `nil` until more comes.
    package mutating func next() -> ArraySlice<UInt8>? {
        while let end = buffer[searched...].firstIndex(of: .lineFeed) {
            var range = position..<end
            position = end + 1
            searched = position
            if buffer[range].last == .carriageReturn { range = range.dropLast() }
            if range.isEmpty {
                defer { (line, lines) = (nil, nil) }
                guard let data = lines?[...] ?? line.map({ buffer[$0] }) else { continue }
                return data
            }
            guard buffer[range].starts(with: Self.field) else { continue }
            range = range.dropFirst(Self.field.count)
            if buffer[range].first == UInt8(ascii: " ") { range = range.dropFirst() }
            add(range)
        }
        searched = buffer.count
        return nil
    }

    private mutating func add(_ range: Range<Int>) {
        if let line { lines = Array(buffer[line]) }
        guard lines != nil else {
            line = range
            return
        }
        line = nil
        lines?.append(.lineFeed)
        lines?.append(contentsOf: buffer[range])
    }

    private static let field = Array("data:".utf8)
}
