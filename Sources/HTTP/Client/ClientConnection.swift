import Glibc

/// A connection to a server for one request after another (RFC 9112), each read to its end before the next. It blocks; see ``ClientStream``.
package final class ClientConnection {
    package let origin: ClientOrigin
    private let stream: ClientStream
    private let proxy: ClientProxy?
    private let sendsWholeTarget: Bool
    private var buffer: [UInt8] = []
    /// Of `buffer`, what has been taken.
    private var position = 0
    private var body = Body.none

    /// What of an answer's body is still to come.
    private enum Body {
        case none
        case bytes(Int)
        /// Of the chunk that has begun; nil before a chunk.
        case chunk(Int?)
        case untilClose
        /// Nothing can follow.
        case over
    }

    private static let headLimit = 64 << 10
    private static let lineLimit = 4 << 10

    /// - Parameter proxy: through which it goes.
    package init(to origin: ClientOrigin, via proxy: ClientProxy? = nil, trust: ClientTrust, timeout: Duration) throws(ClientError) {
        let first = proxy?.origin ?? origin
        self.origin = origin
        self.proxy = proxy
        sendsWholeTarget = proxy != nil && !origin.isSecure
        stream = try ClientStream(to: first.addresses(), host: first.authority, timeout: timeout)
        guard origin.isSecure else { return }
        if proxy != nil { try connectThroughProxy() }
        try stream.secure(trust, name: origin.host)
    }

    /// Whether another request can be made.
    package var isReusable: Bool {
        if case .none = body { true } else { false }
    }

    /// Sends a request and reads the head of its answer.
    /// - Parameters:
    ///   - target: path and query, percent-encoded.
    ///   - fields: beside `Host`; without CR and LF.
    package func get(_ target: String, fields: [(name: String, value: String)]) throws(ClientError) -> ClientResponse {
        var head = "GET \(sendsWholeTarget ? origin.description + target : target) HTTP/1.1\r\nHost: \(origin.authority)\r\n"
        if sendsWholeTarget, let authorization = proxy?.authorization { head += "Proxy-Authorization: \(authorization)\r\n" }
        for field in fields { head += "\(field.name): \(field.value)\r\n" }
        try stream.write(Array((head + "\r\n").utf8))
        var response = try readHead()
        // RFC 9110 §15.2: interim answers come before the final one.
        while response.status < 200 { response = try readHead() }
        switch response.framing {
        case .length(0): body = response.persists ? .none : .over
        case .length(let length): body = .bytes(length)
        case .chunked: body = .chunk(nil)
        case .untilClose: body = .untilClose
        }
        persists = response.persists
        return response
    }

    private var persists = true

    /// The next bytes of the answer's body.
    /// - Returns: how many came; 0 at its end.
    package func read(into target: UnsafeMutableRawBufferPointer) throws(ClientError) -> Int {
        switch body {
        case .none, .over: return 0
        case .bytes(let left):
            let count = try take(into: target, atMost: left)
            guard count > 0 else { throw .disconnected(origin.authority) }
            body = left > count ? .bytes(left - count) : end
            return count
        case .untilClose:
            let count = try take(into: target, atMost: target.count)
            if count == 0 { body = .over }
            return count
        case .chunk(nil):
            guard let size = try nextChunk() else { return 0 }
            body = .chunk(size)
            return try read(into: target)
        case .chunk(let left?):
            let count = try take(into: target, atMost: left)
            guard count > 0 else { throw .disconnected(origin.authority) }
            if left == count, try !line().isEmpty { throw malformed("a chunk does not end where it should") }
            body = .chunk(left > count ? left - count : nil)
            return count
        }
    }

    /// The whole of a body that is short.
    package func collect(limit: Int) throws(ClientError) -> [UInt8] {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = try read(into: &piece)
            guard count > 0 else { return all }
            guard all.count + count <= limit else { throw malformed("its body is longer than \(limit) bytes") }
            all += piece[..<count]
        }
    }

    private func read(into piece: inout [UInt8]) throws(ClientError) -> Int {
        // A typed throw does not pass through withUnsafeMutableBytes.
        try piece.withUnsafeMutableBytes { buffer in
            Result { () throws(ClientError) in try read(into: buffer) }
        }.get()
    }

    private var end: Body { persists ? .none : .over }

    private func malformed(_ reason: String) -> ClientError { .malformed(origin.authority, reason: reason) }

    /// The size of a chunk that has bytes; nil behind the last one.
    private func nextChunk() throws(ClientError) -> Int? {
        let digits = try line().prefix { $0 != UInt8(ascii: ";") }.filter { !$0.isBlank }
        guard (1...15).contains(digits.count), let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0 else {
            throw malformed("a chunk has no size")
        }
        guard size == 0 else { return size }
        while try !line().isEmpty {}
        body = end
        return nil
    }

    private func connectThroughProxy() throws(ClientError) {
        let place = origin.authorityWithPort
        let authorization = proxy?.authorization.map { "Proxy-Authorization: \($0)\r\n" } ?? ""
        try stream.write(Array("CONNECT \(place) HTTP/1.1\r\nHost: \(place)\r\n\(authorization)\r\n".utf8))
        let status = try readHead().status
        guard status == 200, position == buffer.count else { throw .proxyRefused(origin.authority, status: status) }
    }

    /// A line without its end.
    private func line() throws(ClientError) -> ArraySlice<UInt8> {
        while true {
            if let end = buffer[position...].firstIndex(of: .lineFeed) {
                defer { position = end + 1 }
                let line = buffer[position..<end]
                return line.last == .carriageReturn ? line.dropLast() : line
            }
            guard buffer.count - position < Self.lineLimit else { throw malformed("a line is too long") }
            guard try fill() else { throw .disconnected(origin.authority) }
        }
    }

    private func readHead() throws(ClientError) -> ClientResponse {
        while true {
            if let end = Self.endOfHead(buffer[position...]) {
                let head = buffer[position..<end]
                position = end + 4
                do throws(ClientResponse.Malformed) {
                    return try ClientResponse(head: head)
                } catch {
                    throw malformed(error.reason)
                }
            }
            guard buffer.count - position < Self.headLimit else { throw malformed("its header is too long") }
            guard try fill() else { throw .disconnected(origin.authority) }
        }
    }

    /// Where the empty line's CR LF CR LF begins.
    private static func endOfHead(_ bytes: ArraySlice<UInt8>) -> Int? {
        let pattern: [UInt8] = [13, 10, 13, 10]
        var next = bytes.startIndex
        while let found = bytes[next...].firstIndex(of: 13), found + 4 <= bytes.endIndex {
            if bytes[found..<found + 4].elementsEqual(pattern) { return found }
            next = found + 1
        }
        return nil
    }

    /// Reads behind what is in the buffer; false at the end.
    private func fill() throws(ClientError) -> Bool {
        buffer.removeSubrange(..<position)
        position = 0
        var piece = [UInt8](repeating: 0, count: 1 << 14)
        let count = try piece.withUnsafeMutableBytes { bytes in
            Result { () throws(ClientError) in try stream.read(into: bytes) }
        }.get()
        buffer += piece[..<count]
        return count > 0
    }

    /// From the buffer first.
    private func take(into target: UnsafeMutableRawBufferPointer, atMost limit: Int) throws(ClientError) -> Int {
        let target = UnsafeMutableRawBufferPointer(rebasing: target[..<min(limit, target.count)])
        guard position < buffer.count else { return try stream.read(into: target) }
        let count = min(target.count, buffer.count - position)
        target.copyBytes(from: buffer[position..<position + count])
        position += count
        return count
    }
}
