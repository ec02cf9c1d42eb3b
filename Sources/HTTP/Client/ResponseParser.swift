/// Reads the answers to requests of ours from bytes in any pieces (RFC 9112 §6). A state machine without I/O.
struct ResponseParser {
    enum Event {
        /// The final answer's; interim ones are passed over (RFC 9110 §15.2).
        case head(ClientResponse)
        /// At least one byte.
        case body(ArraySlice<UInt8>)
        case end
        /// ``push(_:)``, or ``finish()`` where nothing more comes.
        case needsBytes
    }

    /// What comes next.
    private enum State {
        case head
        case bytes(Int)
        case chunkSize
        case chunk(Int)
        case chunkEnd
        case trailers
        case untilClose
        case over
    }

    private var state = State.head
    private var buffer: [UInt8] = []
    /// Of `buffer`, what has been taken.
    private var position = 0
    private var persists = true

    private static let headLimit = 64 << 10
    private static let lineLimit = 4 << 10

    /// Whether an answer has been read to its end and another may follow.
    var isReusable: Bool {
        if case .over = state { persists && position == buffer.count } else { false }
    }

    /// Another request was sent.
    mutating func expectAnswer() {
        state = .head
    }

    /// Forgets an answer behind whose head the connection is another protocol's.
    /// - Returns: false where bytes have come behind it.
    mutating func startsAfresh() -> Bool {
        defer { self = ResponseParser() }
        return position == buffer.count
    }

    /// - Parameter bytes: at least one.
    mutating func push(_ bytes: [UInt8]) {
        if position == buffer.count {
            buffer = bytes
        } else {
            buffer.removeSubrange(..<position)
            buffer += bytes
        }
        position = 0
    }

    /// Nothing more comes.
    /// - Returns: whether the answer is whole.
    mutating func finish() -> Bool {
        persists = false
        defer { state = .over }
        switch state {
        case .untilClose, .over: return true
        case .head, .bytes, .chunkSize, .chunk, .chunkEnd, .trailers: return false
        }
    }

    mutating func next() throws(ClientResponse.Malformed) -> Event {
        while true {
            switch state {
            case .head:
                guard let head = try takeHead() else { return .needsBytes }
                guard head.status >= 200 else { continue }
                persists = head.persists
                state =
                    switch head.framing {
                    case .length(let length): length > 0 ? .bytes(length) : .over
                    case .chunked: .chunkSize
                    case .untilClose: .untilClose
                    }
                return .head(head)
            case .bytes(let left):
                guard let bytes = take(atMost: left) else { return .needsBytes }
                state = left > bytes.count ? .bytes(left - bytes.count) : .over
                return .body(bytes)
            case .chunkSize:
                guard let line = try takeLine() else { return .needsBytes }
                let size = try Self.size(line)
                state = size > 0 ? .chunk(size) : .trailers
            case .chunk(let left):
                guard let bytes = take(atMost: left) else { return .needsBytes }
                state = left > bytes.count ? .chunk(left - bytes.count) : .chunkEnd
                return .body(bytes)
            case .chunkEnd:
                guard let line = try takeLine() else { return .needsBytes }
                guard line.isEmpty else { throw ClientResponse.Malformed(reason: "a chunk does not end where it should") }
                state = .chunkSize
            case .trailers:
                guard let line = try takeLine() else { return .needsBytes }
                if line.isEmpty { state = .over }
            case .untilClose:
                guard let bytes = take(atMost: .max) else { return .needsBytes }
                return .body(bytes)
            case .over:
                return .end
            }
        }
    }

    private mutating func take(atMost limit: Int) -> ArraySlice<UInt8>? {
        guard position < buffer.count else { return nil }
        let bytes = buffer[position...].prefix(limit)
        position += bytes.count
        return bytes
    }

    /// A line without its end.
    private mutating func takeLine() throws(ClientResponse.Malformed) -> ArraySlice<UInt8>? {
        guard let end = buffer[position...].firstIndex(of: .lineFeed) else {
            guard buffer.count - position < Self.lineLimit else { throw ClientResponse.Malformed(reason: "a line is too long") }
            return nil
        }
        let line = buffer[position..<end]
        position = end + 1
        return line.last == .carriageReturn ? line.dropLast() : line
    }

    private mutating func takeHead() throws(ClientResponse.Malformed) -> ClientResponse? {
        guard let end = Self.endOfHead(buffer[position...]) else {
            guard buffer.count - position < Self.headLimit else { throw ClientResponse.Malformed(reason: "its header is too long") }
            return nil
        }
        let head = buffer[position..<end]
        position = end + 4
        return try ClientResponse(head: head)
    }

    /// Where the empty line's CR LF CR LF begins.
    private static func endOfHead(_ bytes: ArraySlice<UInt8>) -> Int? {
        let pattern: [UInt8] = [.carriageReturn, .lineFeed, .carriageReturn, .lineFeed]
        var next = bytes.startIndex
        while let found = bytes[next...].firstIndex(of: .carriageReturn), found + 4 <= bytes.endIndex {
            if bytes[found..<found + 4].elementsEqual(pattern) { return found }
            next = found + 1
        }
        return nil
    }

    private static func size(_ line: ArraySlice<UInt8>) throws(ClientResponse.Malformed) -> Int {
        let digits = line.prefix { $0.hexDigitValue != nil }
        let extensions = line[digits.endIndex...].drop { $0.isBlank }
        guard (1...15).contains(digits.count), extensions.isEmpty || extensions.first == UInt8(ascii: ";") else {
            throw ClientResponse.Malformed(reason: "a chunk has no size")
        }
        return digits.reduce(0) { $0 << 4 | Int($1.hexDigitValue ?? 0) }
    }
}
