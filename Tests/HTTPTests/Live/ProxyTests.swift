import HTTP
import HTTPTypes
import Testing

/// Who the client is, as a handler hears it, over real sockets. Clients come from 127.0.0.1.
@Suite struct ProxyTests {
    private static let echo: HTTPServer.Responder = { request in
        let client = request.client.map { "\($0.ip)" } ?? "nobody"
        return Response(text: "\(client) \(request.scheme.rawValue) \(request.authority ?? "-")")
    }

    private static func trusting(
        _ list: String, expectsHeader: Bool = false, _ change: (inout HTTPServerConfiguration) -> Void = { _ in }
    ) throws -> LiveServer.Settings {
        let trusted = try TrustedProxies(list)
        return .with {
            $0.configuration.proxies.trusted = trusted
            $0.configuration.proxies.expectsHeader = expectsHeader
            change(&$0.configuration)
        }
    }

    private static func get(_ fields: String...) -> String {
        "GET / HTTP/1.1\r\nHost: own\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    private static let forwarded = get("X-Forwarded-For: 6.6.6.6, 192.0.2.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: example.org")

    @Test func believesATrustedProxy() async throws {
        try await LiveServer.run(Self.echo, Self.trusting("127.0.0.0/8")) { server in
            let client = try await server.connect()
            await client.send(Self.forwarded)
            #expect(await client.response().body == "192.0.2.1 https example.org")
            // Each request speaks for itself.
            await client.send(Self.get())
            #expect(await client.response().body == "127.0.0.1 http own")
            await client.send(Self.get("Forwarded: for=\"[2001:db8::1]:1\";proto=https;host=example.org"))
            #expect(await client.response().body == "2001:db8::1 https example.org")
        }
    }

    @Test(arguments: ["", "10.0.0.0/8, ::1, unix"])
    func believesNobodyElse(_ trusted: String) async throws {
        try await LiveServer.run(Self.echo, Self.trusting(trusted)) { server in
            let client = try await server.connect()
            await client.send(Self.forwarded)
            #expect(await client.response().body == "127.0.0.1 http own")
            await client.send(Self.get("Forwarded: for=192.0.2.1;proto=https;host=example.org"))
            #expect(await client.response().body == "127.0.0.1 http own")
        }
    }

    @Test func knowsThatItSpeaksTLS() async throws {
        try await LiveTLSServer.run(Self.echo) { server in
            let client = try await server.connect()
            await client.send(Self.get())
            #expect(await client.response().body == "127.0.0.1 https own")
        }
    }

    /// nginx in front, over a Unix socket.
    @Test(arguments: [("unix", "198.51.100.7 https example.org"), ("127.0.0.1, ::/0", "nobody http own"), ("", "nobody http own")])
    func believesClientsOfAUnixSocketWhereUnixIsTrusted(_ trusted: String, _ expected: String) async throws {
        let folder = try TemporaryFolder()
        let address = try SocketAddress("unix:\(folder.path)/s")
        try await LiveServer.run(Self.echo, Self.trusting(trusted) { $0.addresses = [address] }) { server in
            let client = try await server.connect()
            await client.send(
                Self.get("X-Forwarded-For: 198.51.100.7", "X-Forwarded-Proto: https", "X-Forwarded-Host: example.org"))
            #expect(await client.response().body == expected)
        }
    }

    @Test(arguments: [("unix", "192.0.2.1 http own"), ("127.0.0.1", "")])
    func takesTheHeaderOverAUnixSocketWhereUnixIsTrusted(_ trusted: String, _ expected: String) async throws {
        let folder = try TemporaryFolder()
        let address = try SocketAddress("unix:\(folder.path)/s")
        try await LiveServer.run(Self.echo, Self.trusting(trusted, expectsHeader: true) { $0.addresses = [address] }) { server in
            let client = try await server.connect()
            await client.send(Self.text + Array(Self.get().utf8))
            #expect(await client.response().body == expected)
        }
    }

    // MARK: PROXY protocol

    private static let text = Array("PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n".utf8)
    private static let binary = binaryProxyHeader(0x11, [192, 0, 2, 1, 192, 0, 2, 2, 0xDC, 0x04, 0x01, 0xBB, 0x04, 0, 1, 0])

    @Test(arguments: [text, binary], [1, 7, 1 << 20])
    func takesTheClientFromTheHeader(_ header: [UInt8], _ size: Int) async throws {
        try await LiveServer.run(Self.echo, Self.trusting("127.0.0.1", expectsHeader: true)) { server in
            let client = try await server.connect()
            // With the request behind it, in pieces of some size: the header ends anywhere in them.
            var rest = (header + Array(Self.get().utf8))[...]
            while !rest.isEmpty {
                await client.send(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(await client.response().body == "192.0.2.1 http own")
            await client.send(Self.get())
            #expect(await client.response().body == "192.0.2.1 http own")
        }
    }

    @Test(arguments: [
        Array("PROXY UNKNOWN\r\n".utf8), binaryProxyHeader(0x20, 0, []), binaryProxyHeader(0x31, [UInt8](repeating: 0, count: 216)),
    ])
    func servesAConnectionWhoseClientIsNotTold(_ header: [UInt8]) async throws {
        try await LiveServer.run(Self.echo, Self.trusting("127.0.0.1", expectsHeader: true)) { server in
            let client = try await server.connect()
            // And believes nothing of what came through.
            await client.send(header + Array(Self.forwarded.utf8))
            #expect(await client.response().body == "nobody http own")
        }
    }

    /// A proxy behind a balancer that speaks the protocol.
    @Test func believesTheFieldsOfAProxyThatTheHeaderNames() async throws {
        try await LiveServer.run(Self.echo, Self.trusting("127.0.0.1, 192.0.2.0/24", expectsHeader: true)) { server in
            let client = try await server.connect()
            await client.send(Self.text)
            await client.send(Self.get("X-Forwarded-For: 198.51.100.7", "X-Forwarded-Proto: https"))
            #expect(await client.response().body == "198.51.100.7 https own")
        }
        try await LiveServer.run(Self.echo, Self.trusting("127.0.0.1", expectsHeader: true)) { server in
            let client = try await server.connect()
            await client.send(Self.text)
            await client.send(Self.get("X-Forwarded-For: 198.51.100.7", "X-Forwarded-Proto: https"))
            #expect(await client.response().body == "192.0.2.1 http own")
        }
    }

    @Test(arguments: [
        Array(get().utf8), Array("PROXY TCP4 nonsense\r\n".utf8) + Array(get().utf8), binaryProxyHeader(0x11, []), [0x16, 0x03, 0x01],
        Array("PROXY UNKNOWN".utf8) + [UInt8](repeating: 0x20, count: 200),
    ])
    func closesAConnectionWithoutAHeader(_ bytes: [UInt8]) async throws {
        try await LiveServer.run(Self.echo, Self.trusting("127.0.0.1", expectsHeader: true)) { server in
            let client = try await server.connect()
            await client.send(bytes)
            #expect(await client.receiveToTheEnd().text == "")
        }
    }

    @Test(arguments: [[], Array("PROXY TC".utf8), binaryProxyHeader(0x11, [192, 0, 2, 1], length: 12)])
    func closesAConnectionWhoseHeaderDoesNotEnd(_ start: [UInt8]) async throws {
        let settings = try Self.trusting("127.0.0.1", expectsHeader: true) { $0.timeouts.header = .milliseconds(20) }
        try await LiveServer.run(Self.echo, settings) { server in
            let client = try await server.connect()
            await client.send(start)
            #expect(await client.receiveToTheEnd().text == "")
        }
    }

    @Test func closesAConnectionThatIsNoTrustedProxys() async throws {
        try await LiveServer.run(Self.echo, Self.trusting("10.0.0.0/8", expectsHeader: true)) { server in
            let client = try await server.connect()
            await client.send(Self.text + Array(Self.get().utf8))
            #expect(await client.receiveToTheEnd().text == "")
        }
    }

    @Test func takesNoHeaderWhereNoneIsExpected() async throws {
        try await LiveServer.run(Self.echo, Self.trusting("127.0.0.1")) { server in
            let client = try await server.connect()
            await client.send(Self.text + Array(Self.get().utf8))
            #expect(await client.response().status == 400)
        }
    }

    @Test func closesAConnectionThatWaitsForItsHeaderWhenTheServerShutsDown() async throws {
        try await LiveServer.run(Self.echo, Self.trusting("127.0.0.1", expectsHeader: true) { $0.drainLimit = .seconds(3600) }) { server in
            let client = try await server.connect()
            while server.server.connectionCount == 0 { await Task.yield() }
            server.server.shutdown()
            #expect(await client.receiveToTheEnd().text == "")
        }
    }

    @Test(arguments: [text, binary], [false, true])
    func readsTheHeaderBeforeTLS(_ header: [UInt8], _ isBytewise: Bool) async throws {
        let trusted = try TrustedProxies("127.0.0.1")
        let change: (inout HTTPServerConfiguration) -> Void = {
            $0.proxies.trusted = trusted
            $0.proxies.expectsHeader = true
        }
        try await LiveTLSServer.run(Self.echo, change) { server in
            let client = try await TLSClient(server.live.address, server.rules, preamble: header, isBytewise: isBytewise)
            await client.send(Self.get())
            #expect(await client.response().body == "192.0.2.1 https own")
        }
    }
}
