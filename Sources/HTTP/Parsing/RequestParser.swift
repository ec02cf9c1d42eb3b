import Glibc

/// Bytes in, requests out: a state machine without I/O and without a clock. It takes HTTP/1.1 by the strict profile: what RFC 9110 and
/// RFC 9112 let a server refuse is refused. However the bytes are split, the events are the same, but for the pieces of a body.
///
/// Lines are found with memchr in contiguous bytes; each byte is looked at a bounded number of times, and nothing becomes a
/// string before it is validated. It does **not** merge trailers into the header: they are checked and dropped.
package struct RequestParser {
    package enum Event: Sendable, Hashable {
        /// Nothing more can be said without ``receive(_:)``.
        case needsBytes
        case head(RequestHead)
        /// Of the body, without transfer coding; not empty.
        case body([UInt8])
        /// The request is over; the next call begins the next one.
        case end
    }

    enum State: Hashable {
        /// Before or within the request line.
        case requestLine
        /// Within the header, after its request line.
        case header(RequestLine)
        /// Bytes of a body of known length that are still to come.
        case fixedBody(Int)
        case chunkSize
        /// Bytes of a chunk that are still to come.
        case chunkData(Int)
        /// Before the CRLF after a chunk's bytes.
        case chunkEnd
        case trailer
        case failed(RequestError)
    }

    package let limits: RequestLimits
    var state = State.requestLine
    var buffer: [UInt8] = []
    /// Where the bytes begin that are not consumed.
    var position = 0
    /// Up to where there is no LF.
    var scanned = 0

    var emptyLines = 0
    var fields = FieldSection()
    /// Of the chunked body so far, bytes of data and of extensions.
    var chunkedLength = 0
    var extensionLength = 0

    package init(limits: RequestLimits = RequestLimits()) {
        self.limits = limits
    }

    /// Takes bytes as they come from the socket.
    package mutating func receive(_ bytes: [UInt8]) {
        if position == buffer.count {
            (buffer, position, scanned) = (bytes, 0, 0)
        } else {
            if position > 0 {
                buffer.removeFirst(position)
                (position, scanned) = (0, scanned - position)
            }
            buffer.append(contentsOf: bytes)
        }
    }

    /// Whether no byte of a next request has come (empty lines before it do not count).
    package var isBetweenRequests: Bool {
        state == .requestLine && position == buffer.count
    }

    /// The next event. An error is final: every later call throws it again.
    package mutating func next() throws(RequestError) -> Event {
        do throws(RequestError) {
            return try advance()
        } catch {
            state = .failed(error)
            buffer = []
            position = 0
            throw error
        }
    }

    private mutating func advance() throws(RequestError) -> Event {
        while true {
            switch state {
            case .requestLine:
                guard let line = try parseRequestLine() else { return .needsBytes }
                state = .header(line)
                fields = FieldSection()
            case .header(let line):
                guard try parseFields() else { return .needsBytes }
                let head = try RequestHead(line, fields, limits)
                begin(head.framing)
                return .head(head)
            case .fixedBody(0):
                state = .requestLine
                emptyLines = 0
                return .end
            case .fixedBody(let remaining):
                guard let piece = takeBytes(upTo: remaining) else { return .needsBytes }
                state = .fixedBody(remaining - piece.count)
                return .body(piece)
            case .chunkSize:
                guard let size = try parseChunkSize() else { return .needsBytes }
                state = size == 0 ? .trailer : .chunkData(size)
            case .chunkData(let remaining):
                guard let piece = takeBytes(upTo: remaining) else { return .needsBytes }
                state = piece.count == remaining ? .chunkEnd : .chunkData(remaining - piece.count)
                return .body(piece)
            case .chunkEnd:
                guard try parseChunkEnd() else { return .needsBytes }
                state = .chunkSize
            case .trailer:
                guard try parseFields() else { return .needsBytes }
                state = .fixedBody(0)
            case .failed(let error):
                throw error
            }
        }
    }

    private mutating func begin(_ framing: BodyFraming) {
        // Only the sizes are of use from here on: trailers share the budget.
        fields.removeContent()
        switch framing {
        case .none: state = .fixedBody(0)
        case .length(let length): state = .fixedBody(length)
        case .chunked:
            (chunkedLength, extensionLength) = (0, 0)
            state = .chunkSize
        }
    }
}

extension RequestParser {
    /// Consumes bytes of a body. Where they are all that there is, they are handed over without a copy.
    private mutating func takeBytes(upTo count: Int) -> [UInt8]? {
        let available = min(count, buffer.count - position)
        guard available > 0 else { return nil }
        if position == 0, available == buffer.count {
            defer { (buffer, scanned) = ([], 0) }
            return buffer
        }
        let piece = Array(buffer[position..<position + available])
        consume(through: position + available)
        return piece
    }

    /// Consumes up to an index; what is consumed whole is let go of, so that a connection that waits holds no buffer.
    mutating func consume(through end: Int) {
        if end == buffer.count {
            (buffer, position, scanned) = ([], 0, 0)
        } else {
            position = end
            scanned = max(scanned, end)
        }
    }

    /// Finds the next line, hands it to `body` without its CRLF and consumes it. Nil when its end has not come.
    /// - Parameters:
    ///   - limit: bytes without CRLF. A longer line is refused as soon as that many have come, whatever else is wrong with it.
    ///   - tooLong: the error then.
    mutating func withLine<Value>(
        limit: Int, tooLong: RequestError, _ body: (UnsafeBufferPointer<UInt8>) -> Result<Value, RequestError>
    ) throws(RequestError) -> Value? {
        let found = buffer.withUnsafeBufferPointer { bytes -> Int? in
            guard let base = bytes.baseAddress, scanned < bytes.count else { return nil }
            let lineFeed = memchr(base + scanned, Int32(UInt8.lineFeed), bytes.count - scanned)
            return lineFeed.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
        }
        guard let lineFeed = found else {
            scanned = buffer.count
            // One more than the limit may be the CR.
            guard buffer.count - position <= limit + 1 else { throw tooLong }
            return nil
        }
        let hasReturn = lineFeed > position && buffer[lineFeed - 1] == .carriageReturn
        let end = hasReturn ? lineFeed - 1 : lineFeed
        guard end - position <= limit else { throw tooLong }
        // RFC 9112 §2.2: a recipient MAY take a single LF for a line's end. Others in the path may not, so it is refused.
        guard hasReturn else { throw .invalidLineEnd }
        let value = try buffer.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[position..<end])) }.get()
        consume(through: lineFeed + 1)
        return value
    }
}
