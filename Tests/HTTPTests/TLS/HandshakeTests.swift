import COpenSSL
import HTTP
import Testing

@Suite struct HandshakeTests {
    @Test(arguments: [(TLS1_2_VERSION, "TLSv1.2"), (TLS1_3_VERSION, "TLSv1.3")])
    func speaksTLS12And13(_ version: Int32, _ name: String) async throws {
        try await LiveTLSServer.run { server in
            let client = try await server.connect { $0.version = version }
            #expect(client.version == name)
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.response().body == "hello")
        }
    }

    /// The client hears why: the alert is not destroyed by a reset.
    @Test(arguments: [TLS1_VERSION, TLS1_1_VERSION])
    func refusesOlderVersions(_ version: Int32) async throws {
        try await LiveTLSServer.run { server in
            await #expect(throws: TLSClient.Failed.handshake("tlsv1 alert protocol version")) {
                try await server.connect { ($0.version, $0.ciphers) = (version, "ALL:@SECLEVEL=0") }
            }
        }
    }

    @Test(arguments: ["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-GCM-SHA256", "DHE-RSA-AES128-GCM-SHA256"])
    func refusesCiphersWithoutForwardSecrecyAndAuthenticatedEncryption(_ cipher: String) async throws {
        try await LiveTLSServer.run { server in
            await #expect(throws: TLSClient.Failed.handshake("sslv3 alert handshake failure")) {
                try await server.connect { ($0.version, $0.ciphers) = (TLS1_2_VERSION, cipher) }
            }
        }
    }

    @Test(arguments: [nil, ["http/1.1"], ["h2", "http/1.1"]])
    func takesHTTP11FromALPN(_ protocols: [String]?) async throws {
        try await LiveTLSServer.run { server in
            let response = try await server.get { $0.protocols = protocols }
            #expect(response.body == "hello")
        }
    }

    @Test(arguments: [["h2"], ["http/1.0"], ["http/1.1x", "h"]])
    func refusesALPNWithoutHTTP11(_ protocols: [String]) async throws {
        try await LiveTLSServer.run { server in
            await #expect(throws: TLSClient.Failed.handshake("tlsv1 alert no application protocol")) {
                try await server.connect { $0.protocols = protocols }
            }
        }
    }

    @Test(arguments: ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST /v1/responses HTTP/1.1\r\n", "p"])
    func tellsPlainHTTPInPlainTextToUseTLS(_ request: String) async throws {
        try await LiveTLSServer.run { server in
            let client = try await server.live.connect()
            await client.send(request)
            let (text, isReset) = await client.receiveToTheEnd()
            #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(text.contains("\r\nConnection: close\r\n"))
            #expect(text.contains("https://"))
            #expect(!isReset)
        }
    }

    @Test(
        arguments: [[0x00], [0x16, 0x03, 0x01, 0xff, 0xff], [0x80, 0x2e, 0x01, 0x00, 0x02], Array(repeating: 0xff, count: 100_000)]
            as [[UInt8]])
    func closesOnWhatIsNeitherTLSNorHTTP(_ bytes: [UInt8]) async throws {
        try await LiveTLSServer.run { server in
            let client = try await server.live.connect()
            await client.send(bytes)
            client.finishSending()
            let (text, _) = await client.receiveToTheEnd()
            #expect(!text.contains("HTTP"))
            #expect(try await server.get().body == "hello")
        }
    }

    @Test(arguments: [[], [0x16], [0x16, 0x03, 0x01, 0x02, 0x00, 0x01]] as [[UInt8]])
    func cutsOffAHandshakeThatDoesNotEnd(_ start: [UInt8]) async throws {
        try await LiveTLSServer.run(LiveTLSServer.hello, { $0.timeouts.tlsHandshake = .milliseconds(20) }) { server in
            let client = try await server.live.connect()
            await client.send(start)
            #expect(await client.receiveToTheEnd().text == "")
        }
    }

    @Test func closesAHandshakeWhenTheServerShutsDown() async throws {
        try await LiveTLSServer.run { server in
            let client = try await server.live.connect()
            while server.live.server.connectionCount == 0 { await Task.yield() }
            server.live.server.shutdown()
            #expect(await client.receiveToTheEnd().text == "")
        }
    }

    @Test func takesCiphertextByteByByte() async throws {
        try await LiveTLSServer.run { server in
            let client = try await TLSClient(server.live.address, server.rules, isBytewise: true)
            for _ in 0..<2 {
                await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(await client.response().body == "hello")
            }
        }
    }

    /// They come together, and no further readiness tells of the request.
    @Test func answersARequestThatComesWithTheEndOfTheHandshake() async throws {
        try await LiveTLSServer.run { server in
            let client = try await TLSClient(server.live.address, server.rules, isLate: true)
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.response().body == "hello")
        }
    }

    @Test func givesEveryConnectionBack() async throws {
        try await LiveTLSServer.run { server in
            for round in 0..<60 {
                if round.isMultiple(of: 5) {
                    let client = try await server.live.connect()
                    await client.send([0x16, 0x03])
                    client.close()
                    continue
                }
                let client = try await server.connect { $0.version = round.isMultiple(of: 2) ? TLS1_2_VERSION : TLS1_3_VERSION }
                await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                if !round.isMultiple(of: 3) { #expect(await client.response().body == "hello") }
                if round.isMultiple(of: 4) { await client.finish() }
                if round.isMultiple(of: 7) { client.socket.reset() } else { client.socket.close() }
            }
            while server.live.server.connectionCount > 0 { await Task.yield() }
            // The listener's.
            #expect(descriptors(boundTo: server.live.address.port) == 1)
        }
    }
}
