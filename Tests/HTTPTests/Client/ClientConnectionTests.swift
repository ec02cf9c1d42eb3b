import Foundation
import HTTP
import Synchronization
import Testing

@Suite struct ClientConnectionTests {
    /// Runs what blocks on a thread of its own.
    private func blocking<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
        }
    }

    private struct Answer: Sendable, Equatable {
        var status: Int
        var body: String
        var isReusable: Bool
    }

    /// What a server that says this is understood to have said.
    private func answer(_ text: String, size: Int = .max) async throws -> Answer {
        let server = try PlainListener(answering: text, size: size)
        return try await blocking {
            let connection = try ClientConnection(to: server.origin, trust: ClientTrust(.anybody), timeout: .seconds(600))
            let response = try connection.send(ClientRequest("GET", "/"))
            let body = try connection.collect(limit: 1 << 20)
            return Answer(status: response.status, body: String(decoding: body, as: UTF8.self), isReusable: connection.isReusable)
        }
    }

    @Test(arguments: [Int.max, 1, 3])
    func readsBodiesHoweverTheyEnd(size: Int) async throws {
        let cases = [
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", Answer(status: 200, body: "hello", isReusable: true)),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
                Answer(status: 200, body: "hello", isReusable: false)
            ),
            (
                "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\nx: y\r\n\r\n",
                Answer(status: 200, body: "hello", isReusable: true)
            ),
            ("HTTP/1.0 404 Not Found\r\n\r\nhello", Answer(status: 404, body: "hello", isReusable: false)),
            ("HTTP/1.1 204 No Content\r\n\r\n", Answer(status: 204, body: "", isReusable: true)),
            (
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
                Answer(status: 200, body: "hi", isReusable: true)
            ),
        ]
        for (text, expected) in cases {
            #expect(try await answer(text, size: size) == expected)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "HTTP/1.1 200 OK\r\nContent-", "",
    ])
    func tellsAnswersThatBreakOff(_ text: String) async throws {
        let error = await #expect(throws: ClientError.self) { try await answer(text) }
        guard case .disconnected = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 999 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
    ])
    func refusesWhatIsNoHTTP(_ text: String) async throws {
        let error = await #expect(throws: ClientError.self) { try await answer(text) }
        guard case .malformed = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func refusesAHeaderThatDoesNotEnd() async throws {
        let error = await #expect(throws: ClientError.self) {
            try await answer("HTTP/1.1 200 OK\r\na: " + String(repeating: "b", count: 100_000) + "\r\n\r\n")
        }
        guard case .malformed = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func saysThatNobodyListens() async throws {
        let origin = try PlainListener(answering: "").origin
        let error = await #expect(throws: ClientError.self) {
            try await blocking {
                while true { _ = try ClientConnection(to: origin, trust: ClientTrust(.anybody), timeout: .seconds(600)) }
            }
        }
        guard case .unreachable = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func makesOneRequestAfterAnotherOnAConnection() async throws {
        let peers = Mutex<Set<SocketAddress?>>([])
        try await LiveServer.run({ request in
            peers.withLock { _ = $0.insert(request.remoteAddress) }
            return Response(text: request.target)
        }) { server in
            let origin = ClientOrigin(isSecure: false, host: "127.0.0.1", port: server.address.port)
            let bodies = try await blocking {
                let connection = try ClientConnection(to: origin, trust: ClientTrust(.anybody), timeout: .seconds(600))
                return try ["/a", "/b?c=%20"].map { target in
                    _ = try connection.send(ClientRequest("GET", target, fields: [("Accept-Encoding", "identity")]))
                    return String(decoding: try connection.collect(limit: 100), as: UTF8.self)
                }
            }
            #expect(bodies == ["/a", "/b?c=%20"])
            #expect(peers.withLock(\.count) == 1)
        }
    }

    @Test func trustsOnlyWhomItsAuthoritiesKnow() async throws {
        let certificate = try TestCertificate()
        let stranger = try TestCertificate()
        try await LiveServer.run({ _ in Response(text: "hello") }, .with { $0.configuration.tls = certificate.configuration }) { server in
            let origin = ClientOrigin(isSecure: true, host: "127.0.0.1", port: server.address.port)
            func get(_ trust: ClientTrust.Authorities) async throws -> String {
                try await blocking {
                    let connection = try ClientConnection(to: origin, trust: ClientTrust(trust), timeout: .seconds(600))
                    _ = try connection.send(ClientRequest("GET", "/"))
                    return String(decoding: try connection.collect(limit: 100), as: UTF8.self)
                }
            }
            let (known, unchecked) = (try await get(.file(certificate.certificate)), try await get(.anybody))
            #expect(known == "hello")
            #expect(unchecked == "hello")
            for trust in [ClientTrust.Authorities.file(stranger.certificate), .system] {
                let error = await #expect(throws: ClientError.self) { try await get(trust) }
                guard case .noTLS(_, let reason) = error else { return #expect(Bool(false), "\(String(describing: error))") }
                #expect(reason.contains("self-signed"))
            }
        }
    }

    @Test func trustsACertificateForItsNamesAlone() async throws {
        let certificate = try TestCertificate()
        try await LiveServer.run({ _ in Response(text: "hello") }, .with { $0.configuration.tls = certificate.configuration }) { server in
            let address = server.address
            let error = await #expect(throws: ClientError.self) {
                try await blocking {
                    let stream = try ClientStream(to: [address], host: "a", timeout: .seconds(600))
                    try stream.secure(ClientTrust(.file(certificate.certificate)), name: "hub.example")
                }
            }
            guard case .noTLS(_, let reason) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(reason.contains("hostname"))
        }
    }

    /// TLS is spoken with the server, through the proxy.
    @Test func asksAProxyToConnect() async throws {
        let certificate = try TestCertificate()
        let heads = Mutex<[String]>([])
        try await LiveServer.run({ _ in Response(text: "hello") }, .with { $0.configuration.tls = certificate.configuration }) { server in
            let address = server.address
            let proxy = try PlainListener { connection in
                let head = PlainListener.head(connection)
                heads.withLock { $0.append(head) }
                let further = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                defer { close(further) }
                guard address.withSystemAddress({ connect(further, $0, $1) }) == 0 else { return }
                let answer = Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8)
                _ = send(connection, answer, answer.count, 0)
                PlainListener.relay(connection, further)
            }
            let body = try await blocking {
                let connection = try ClientConnection(
                    to: ClientOrigin(isSecure: true, host: "localhost", port: address.port),
                    via: ClientProxy(proxy.origin, authorization: "Basic x"), trust: ClientTrust(.file(certificate.certificate)),
                    timeout: .seconds(600))
                _ = try connection.send(ClientRequest("GET", "/", fields: [("Authorization", "Bearer secret")]))
                return String(decoding: try connection.collect(limit: 100), as: UTF8.self)
            }
            #expect(body == "hello")
            let place = "localhost:\(address.port)"
            #expect(heads.withLock(\.self) == ["CONNECT \(place) HTTP/1.1\r\nHost: \(place)\r\nProxy-Authorization: Basic x\r\n\r\n"])
        }
    }

    @Test func saysThatAProxyRefuses() async throws {
        let proxy = try PlainListener(answering: "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        let error = await #expect(throws: ClientError.self) {
            try await blocking {
                _ = try ClientConnection(
                    to: ClientOrigin(isSecure: true, host: "hub.example"), via: ClientProxy(proxy.origin), trust: ClientTrust(.anybody),
                    timeout: .seconds(600))
            }
        }
        #expect(error == .proxyRefused("hub.example", status: 407))
        #expect(error?.isTransient == false)
    }
}
