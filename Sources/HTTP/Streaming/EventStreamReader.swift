/// Takes a `text/event-stream` apart (WHATWG HTML §9.2.6), in any pieces, into the data of its events. Types, ids and comments are passed over.
package struct EventStreamReader: Sendable {
    private var buffer: [UInt8] = []
    /// Of `buffer`, what has been taken, and what of the rest is known to have no line end.
    private var position = 0
    private var searched = 0
    private var data: [UInt8] = []
    private var hasData = false

    package init() {}

    package mutating func push(_ bytes: ArraySlice<UInt8>) {
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
            var line = buffer[position..<end]
            position = end + 1
            searched = position
            if line.last == .carriageReturn { line.removeLast() }
            if line.isEmpty {
                guard hasData else { continue }
                defer { (data, hasData) = ([], false) }
                return data[...]
            }
            guard line.starts(with: Self.field) else { continue }
            line.removeFirst(Self.field.count)
            if line.first == UInt8(ascii: " ") { line.removeFirst() }
            if hasData { data.append(.lineFeed) }
            data += line
            hasData = true
        }
        searched = buffer.count
        return nil
    }

    private static let field = Array("data:".utf8)
}
