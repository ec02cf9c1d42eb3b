import HTTP
import Synchronization

/// A client that speaks TLS, with the server's own ``TLSSession`` in the other role.
final class TLSClient: TestClient {
    let socket: RawClient
    private let session: Mutex<TLSSession>
    private let buffered = Mutex<[UInt8]>([])
    /// Sends each byte of the ciphertext by itself.
    private let isBytewise: Bool

    enum Failed: Error, Hashable {
        /// OpenSSL's reason on this side, which names the alert of the other.
        case handshake(String)
        /// The server closed first.
        case closed
    }

    /// With the handshake done.
    /// - Parameters:
    ///   - preamble: bytes before the handshake, as they are.
    ///   - isLate: keeps the end of its handshake for what it sends first.
    init(
        _ address: SocketAddress, _ rules: ClientRules, receiveBuffer: Int32? = nil, preamble: [UInt8] = [], isBytewise: Bool = false,
        isLate: Bool = false
    ) async throws {
        socket = try await RawClient(address, receiveBuffer: receiveBuffer)
        session = Mutex(try rules.makeSession())
        self.isBytewise = isBytewise
        for piece in isBytewise ? preamble.map({ [$0] }) : [preamble] { await socket.send(piece) }
        while true {
            let result = session.withLock { $0.handshake() }
            if !isLate || result != .done { await sendCiphertext() }
            switch result {
            case .done: return
            case .needsCiphertext: break
            case .failed(let reason): throw Failed.handshake(reason)
            case .plaintext: throw Failed.handshake("plaintext")
            }
            guard let ciphertext = await socket.receive(), !ciphertext.isEmpty else { throw Failed.closed }
            session.withLock { $0.receive(ciphertext) }
        }
    }

    var version: String { session.withLock { $0.version } }

    @discardableResult
    private func sendCiphertext(changing change: (inout [UInt8]) -> Void = { _ in }) async -> Bool {
        var ciphertext = session.withLock { $0.takeCiphertext() }
        change(&ciphertext)
        guard isBytewise else { return await socket.send(ciphertext) }
        for byte in ciphertext { guard await socket.send([byte]) else { return false } }
        return true
    }

    func send(_ bytes: [UInt8]) async -> Bool {
        guard session.withLock({ $0.write(bytes) }) else { return false }
        return await sendCiphertext()
    }

    /// Sends bytes whose ciphertext is not what this session made.
    func send(_ text: String, spoiling change: (inout [UInt8]) -> Void) async {
        _ = session.withLock { $0.write(Array(text.utf8)) }
        await sendCiphertext(changing: change)
    }

    /// Sends close_notify, and goes on reading.
    func finish() async {
        session.withLock { $0.finish() }
        await sendCiphertext()
    }

    func receive() async -> [UInt8]? {
        let waiting = buffered.withLock { buffered in
            defer { buffered = [] }
            return buffered
        }
        if !waiting.isEmpty { return waiting }
        while true {
            if session.withLock({ $0.hasPending }) {
                var bytes = [UInt8](repeating: 0, count: 64 << 10)
                switch session.withLock({ session in bytes.withUnsafeMutableBytes { session.read(into: $0) } }) {
                case .bytes(let count): return Array(bytes.prefix(count))
                case .end: return []
                case .failed: return nil
                case .needsCiphertext: break
                }
            }
            guard let ciphertext = await socket.receive(), !ciphertext.isEmpty else { return nil }
            session.withLock { $0.receive(ciphertext) }
        }
    }

    func putBack(_ bytes: [UInt8]) { buffered.withLock { $0 = bytes + $0 } }
}

/// A live server that speaks TLS, and what its clients need.
struct LiveTLSServer: Sendable {
    let live: LiveServer
    let certificate: TestCertificate

    var rules: ClientRules { ClientRules(trusts: certificate) }

    func connect(_ change: (inout ClientRules) -> Void = { _ in }) async throws -> TLSClient {
        var rules = rules
        change(&rules)
        return try await TLSClient(live.address, rules)
    }

    /// One request on a connection of its own.
    func get(_ change: (inout ClientRules) -> Void = { _ in }) async throws -> RawResponse {
        let client = try await connect(change)
        await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        return await client.response()
    }

    static let hello: HTTPServer.Responder = { _ in Response(text: "hello") }

    static func run(
        _ responder: @escaping HTTPServer.Responder = hello, _ change: (inout HTTPServerConfiguration) -> Void = { _ in },
        _ body: (LiveTLSServer) async throws -> Void
    ) async throws {
        let certificate = try TestCertificate()
        let settings = LiveServer.Settings.with {
            $0.configuration.tls = certificate.configuration
            change(&$0.configuration)
        }
        try await LiveServer.run(responder, settings) { try await body(LiveTLSServer(live: $0, certificate: certificate)) }
    }
}
