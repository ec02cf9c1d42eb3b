import Foundation
import HTTP
import JSON

/// A client that shows the bytes as they are: one request, one connection, read to the end. It blocks, on threads of its own: tests and
/// servers share the few of Swift concurrency.
struct RawClient {
    let address: SocketAddress

    init(_ address: SocketAddress) {
        self.address = address
    }

    var port: Int { Int(address.port) }

    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: String

        var json: JSONValue {
            get throws { try JSONValue(parsing: body) }
        }

        /// The `data:` of each event, with its `event:` name.
        var events: [(name: String?, data: String)] {
            body.split(separator: "\n\n").compactMap { block in
                var name: String?
                var data: String?
                for line in block.split(separator: "\n") {
                    if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
                    if line.hasPrefix("data: ") { data = (data.map { $0 + "\n" } ?? "") + line.dropFirst(6) }
                }
                return data.map { (name, $0) }
            }
        }
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        let fields = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        return try await send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(fields)\r\n")
    }

    func delete(_ path: String) async throws -> Answer {
        try await send("DELETE \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    }

    func post(_ path: String, _ body: JSONValue, headers: [String: String] = [:]) async throws -> Answer {
        try await post(path, body.serialized, headers: headers)
    }

    func post(_ path: String, _ body: String, headers: [String: String] = [:]) async throws -> Answer {
        let fields = ["Content-Type": "application/json"].merging(headers) { $1 }
            .map { "\($0.key): \($0.value)\r\n" }.joined()
        return try await send(
            "POST \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    func send(_ request: String) async throws -> Answer {
        try await blocking {
            let socket = try RawSocket(address)
            try socket.write(request)
            return try Self.parse(socket.readToEnd())
        }
    }

    fileprivate static func parse(_ bytes: [UInt8]) throws -> Answer {
        guard let end = bytes.firstRange(of: [13, 10, 13, 10]) else { throw RawClientError.noHeader }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let field = line.split(separator: ":", maxSplits: 1)
            guard field.count == 2 else { throw RawClientError.noHeader }
            headers[field[0].lowercased()] = field[1].trimmingCharacters(in: .whitespaces)
        }
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw RawClientError.noHeader
        }
        var body = Array(bytes[end.upperBound...])
        if headers["transfer-encoding"] == "chunked" { body = try dechunk(body) }
        return Answer(status: status, headers: headers, body: String(decoding: body, as: UTF8.self))
    }

    private static func dechunk(_ bytes: [UInt8]) throws -> [UInt8] {
        var rest = bytes[...]
        var body: [UInt8] = []
        while let line = rest.firstRange(of: [13, 10]) {
            guard let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) else { break }
            if size == 0 { return body }
            guard rest.endIndex - line.upperBound >= size + 2 else { break }
            body += rest[line.upperBound..<line.upperBound + size]
            rest = rest[(line.upperBound + size + 2)...]
        }
        throw RawClientError.truncatedChunks
    }
}

/// Runs what blocks on a thread of its own.
func blocking<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
    }
}

enum RawClientError: Error {
    case noConnection, noHeader, truncatedChunks
}

/// A blocking connection; closed when it is let go.
final class RawSocket: Sendable {
    private let descriptor: Int32

    /// To the loopback address.
    convenience init(port: Int) throws {
        try self.init(SocketAddress("127.0.0.1:\(port)"))
    }

    init(_ address: SocketAddress) throws {
        descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard address.withSystemAddress({ connect(descriptor, $0, $1) }) == 0 else { throw RawClientError.noConnection }
    }

    deinit { close(descriptor) }

    /// Lets the connection go at once, as a client does that is killed: what is in flight is answered with a reset.
    func abandon() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
    }

    func write(_ text: String) throws {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw RawClientError.noConnection }
            bytes = bytes.dropFirst(count)
        }
    }

    /// What has come, at most 64 KiB; empty at the end of the stream.
    func read() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            count = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
    }

    /// The answer up to the end of the stream.
    func answer() async throws -> RawClient.Answer {
        try await blocking { try RawClient.parse(self.readToEnd()) }
    }

    func readToEnd() -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = read()
            if bytes.isEmpty { return all }
            all += bytes
        }
    }
}
