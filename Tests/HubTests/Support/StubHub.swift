import Foundation
import HTTP
import HTTPTypes
import Hub
import JSON
import Logging
import Synchronization

/// A hub on loopback, and beside it the host that it leads to for large files, as the real one has them. Both are Chorale's own HTTP server.
final class StubHub: Sendable {
    /// What a request asked for.
    struct Seen: Sendable, Equatable {
        var isDelivery: Bool
        var target: String
        var range: String?
        var authorization: String?
    }

    /// What becomes of one answer that has a file in it.
    enum Fault: Sendable {
        /// The connection ends after so many bytes.
        case cut(after: Int)
        case status(Int, fields: HTTPFields = [:])
        /// A byte is another.
        case corrupt
    }

    struct State {
        var files: [String: [UInt8]] = [:]
        var seen: [Seen] = []
        /// For the next answers with a file of this name.
        var faults: [String: [Fault]] = [:]
        var listing: Response?
        var knowsRanges = true
        /// Where files are led to, in place of the other host.
        var location: String?
        var delivered = 0
    }

    static let commit = String(repeating: "c0ffee12", count: 5)
    static let repository = "owner/model"

    let state: Mutex<State>
    private let isSecure: Bool
    private let delivery = Mutex("")

    init(_ files: [String: [UInt8]], isSecure: Bool = false) {
        state = Mutex(State(files: files))
        self.isSecure = isSecure
    }

    var seen: [Seen] { state.withLock(\.seen) }

    func fail(_ file: String, _ faults: Fault...) { state.withLock { $0.faults[file] = faults } }

    /// Serves while `body` runs, which is given the hub's address.
    func run(tls: TLSConfiguration? = nil, _ body: (_ endpoint: String) async throws -> Void) async throws {
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        func server(_ responder: @escaping HTTPServer.Responder) throws -> HTTPServer {
            var configuration = HTTPServerConfiguration(addresses: [SocketAddress(host: .v4(UInt32(0x7F00_0001).bigEndian), port: 0)])
            configuration.drainLimit = .zero
            configuration.timeouts.header = .seconds(600)
            configuration.timeouts.tlsHandshake = .seconds(600)
            configuration.tls = tls
            return try HTTPServer(configuration: configuration, logger: silent, responder: responder)
        }
        let scheme = tls == nil ? "http" : "https"
        let hub = try server { [self] in answer($0) }
        let other = try server { [self] in deliver($0) }
        let (endpoint, place) = (try hub.bind().map { "\(scheme)://\($0)" }.joined(), try other.bind().map { "\(scheme)://\($0)" }.joined())
        delivery.withLock { $0 = place }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await hub.run() }
            group.addTask { try await other.run() }
            defer {
                hub.shutdown()
                other.shutdown()
            }
            try await body(endpoint)
        }
    }

    private func note(_ request: Request, isDelivery: Bool) {
        let seen = Seen(
            isDelivery: isDelivery, target: request.target, range: request.headers[.range], authorization: request.headers[.authorization])
        state.withLock { $0.seen.append(seen) }
    }

    /// The hub: its listing, and files that are small; others are elsewhere.
    private func answer(_ request: Request) -> Response {
        note(request, isDelivery: false)
        if request.path == "/api/models/\(Self.repository)/revision/main" {
            return state.withLock { $0.listing } ?? Response(contentType: "application/json", bytes: Array(listing.utf8))
        }
        let prefix = "/\(Self.repository)/resolve/\(Self.commit)/"
        guard request.path.hasPrefix(prefix) else { return Response(status: .notFound, text: "no such page") }
        let name = String(request.path.dropFirst(prefix.count))
        guard name.hasSuffix(".safetensors") else { return file(name, request) }
        let location = state.withLock(\.location) ?? delivery.withLock(\.self) + "/blobs/\(name)?signature=a%2Fb"
        return Response(status: .found, headers: [.location: location], body: .bytes(Array("see there".utf8)))
    }

    private func deliver(_ request: Request) -> Response {
        note(request, isDelivery: true)
        return file(String(request.path.dropFirst("/blobs/".count)), request)
    }

    private func file(_ name: String, _ request: Request) -> Response {
        let (bytes, fault, knowsRanges) = state.withLock { state in
            let fault = state.faults[name]?.isEmpty == false ? state.faults[name]?.removeFirst() : nil
            return (state.files[name], fault, state.knowsRanges)
        }
        guard let bytes else { return Response(status: .notFound, text: "no such file") }
        var answer = Response(status: .ok, contentType: "application/octet-stream", bytes: bytes)
        if knowsRanges, case .part(let range) = RangeRequest(request.headers[.range], length: bytes.count) {
            answer = Response(status: .partialContent, contentType: "application/octet-stream", bytes: Array(bytes[range]))
            answer.headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)"
        }
        guard case .bytes(var content) = answer.body else { return answer }
        switch fault {
        case .status(let code, let fields): return Response(status: .init(code: code), headers: fields)
        case .corrupt: content[content.count / 2] ^= 1
        case .cut(let count):
            let part = Array(content.prefix(count))
            answer.body = .stream { writer in
                try await writer.write(part)
                throw WriteError.finished
            }
            return answer
        case nil: break
        }
        state.withLock { [count = content.count] in $0.delivered += count }
        answer.body = .bytes(content)
        return answer
    }

    /// As the hub tells it with `blobs=true`.
    private var listing: String {
        let files = state.withLock(\.files).sorted { $0.key < $1.key }
        let siblings = files.map { name, bytes -> JSONValue in
            let size = JSONValue.integer(bytes.count)
            guard name.hasSuffix(".safetensors") else {
                return ["rfilename": .string(name), "size": size, "blobId": .string(gitBlob(bytes))]
            }
            return ["rfilename": .string(name), "size": size, "lfs": ["sha256": .string(sha256(bytes)), "size": size]]
        }
        return (["sha": .string(Self.commit), "siblings": .array(siblings)] as JSONValue).serialized
    }
}
