import HTTP
import HTTPTypes
import Testing

@Suite struct AcceptEncodingTests {
    @Test(arguments: [
        ["gzip"], ["GZIP"], ["x-gzip"], ["gzip, deflate, br"], ["deflate", "gzip"], ["*"], ["gzip;q=1"], ["gzip;q=1.000"], ["gzip;q=0.001"],
        ["gzip ; q=0.5"], ["br;q=1, gzip;q=0.1"], ["gzip;q=0.5, identity;q=0.5"], ["identity;q=0, gzip"], ["*;q=0.1"],
        ["identity;q=0, *;q=0.2"],
    ])
    func prefersGzip(_ values: [String]) {
        #expect(AcceptEncoding.prefersGzip(headers(values)))
    }

    @Test(arguments: [
        [], [""], ["identity"], ["br, deflate"], ["gzip;q=0"], ["gzip;q=0.000"], ["*;q=0"], ["gzip;q=0, *"], ["gzip;q=0.4, identity;q=0.5"],
        ["gzip;q=2"], ["gzip;q=1.001"], ["gzip;q="], ["gzip;q=0.0001"], ["gzip;x=1"], ["gzip;q=a"], ["gzipped"], ["gzip;q=1;q=1"],
        ["g zip"], ["gzip; q=0. 5"], ["gzip;q =1"],
    ])
    func doesNotPreferGzip(_ values: [String]) {
        #expect(!AcceptEncoding.prefersGzip(headers(values)))
    }

    private func headers(_ values: [String]) -> HTTPFields {
        var headers = HTTPFields()
        headers[values: .acceptEncoding] = values
        return headers
    }
}

@Suite struct CompressionTests {
    /// 6000 bytes.
    private static let text = String(repeating: "hello ", count: 1000)

    private static let echo: HTTPServer.Responder = { request in
        let body = try await request.body.collect(upTo: 1 << 20)
        return Response(contentType: "text/plain", bytes: Array("\(body.count) \(request.headers[.contentEncoding] ?? "none")".utf8) + body)
    }

    private static func post(_ server: LiveServer, _ coding: String, _ bytes: [UInt8]) async throws -> RawResponse {
        let client = try await server.connect()
        await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: \(coding)\r\nContent-Length: \(bytes.count)\r\n\r\n")
        await client.send(bytes)
        return await client.response()
    }

    /// What the server compresses is what it expands: one serves to test the other.
    private static func compressed(_ text: String) async throws -> [UInt8] {
        let response = Response(contentType: "text/plain", bytes: Array(text.utf8)).compressed(for: [.acceptEncoding: "gzip"])
        guard case .bytes(let bytes) = response.body else { return [] }
        #expect(response.headers[.contentEncoding] == "gzip")
        return bytes
    }

    @Test func compressesToGzip() async throws {
        let bytes = try await Self.compressed(Self.text)
        #expect(bytes.starts(with: [0x1F, 0x8B, 8]))
        #expect(bytes.count < 200)
        // RFC 1952 §2.3.1: the last four bytes are the length.
        #expect(bytes.suffix(4) == [0x70, 0x17, 0, 0])
    }

    @Test(arguments: ["gzip", "x-gzip", "GZIP", "identity, gzip"])
    func expandsRequests(_ coding: String) async throws {
        let bytes = try await Self.compressed(Self.text)
        try await LiveServer.run(Self.echo) { server in
            let expanded = try await Self.post(server, coding, bytes)
            #expect(expanded.body == "6000 none" + Self.text)
            let plain = try await Self.post(server, "identity", [1])
            #expect(plain.body == "1 none\u{1}")
        }
    }

    /// zlib's format, from RFC 1950: made with Python's zlib.compress(b"hello").
    @Test func expandsDeflate() async throws {
        let bytes: [UInt8] = [0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x06, 0x2C, 0x02, 0x15]
        try await LiveServer.run(Self.echo) { server in
            let response = try await Self.post(server, "deflate", bytes)
            #expect(response.body == "5 nonehello")
        }
    }

    @Test(arguments: ["br", "zstd", "gzip, gzip", "gzip, br", "x"])
    func answers415ToOtherCodings(_ coding: String) async throws {
        try await LiveServer.run(Self.echo) { server in
            let response = try await Self.post(server, coding, [1, 2, 3])
            #expect(response.status == 415)
            #expect(response.fields["accept-encoding"] == "gzip, deflate")
        }
    }

    @Test func refusesBytesThatDoNotExpand() async throws {
        let bytes = try await Self.compressed(Self.text)
        var corrupt = bytes
        corrupt[bytes.count - 6] ^= 1
        let zlib: [UInt8] = [0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x06, 0x2C, 0x02, 0x15]
        let bad = [
            Array("hello".utf8), Array(bytes.dropLast()), bytes + [0], bytes + bytes.dropLast(), bytes + zlib, bytes + [0x1F], corrupt,
            [0x1F], zlib,
        ]
        try await LiveServer.run(Self.echo) { server in
            for bytes in bad {
                let response = try await Self.post(server, "gzip", bytes)
                #expect(response.status == 400, "\(bytes.count) bytes")
            }
            for bytes in [bytes, zlib + zlib, zlib + [0], Array(zlib.dropFirst(2).dropLast(4))] {
                let response = try await Self.post(server, "deflate", bytes)
                #expect(response.status == 400, "\(bytes.count) bytes")
            }
        }
    }

    /// RFC 1952 §2.2. However they come in pieces.
    @Test(arguments: [1, 7, 31, 1 << 20])
    func expandsGzipOfSeveralMembers(_ pieceLength: Int) async throws {
        let empty: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let bytes = empty + (try await Self.compressed(Self.text)) + empty + (try await Self.compressed(Self.text)) + empty + empty
        try await LiveServer.run(Self.echo) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: \(bytes.count)\r\n\r\n")
            for start in stride(from: 0, to: bytes.count, by: pieceLength) {
                await client.send(Array(bytes[start..<min(start + pieceLength, bytes.count)]))
            }
            let response = await client.response()
            #expect(response.body == "12000 none" + Self.text + Self.text)
        }
    }

    @Test func boundsWhatComesOut() async throws {
        let bytes = try await Self.compressed(Self.text)
        let settings = LiveServer.Settings.with { $0.configuration.limits.body = 5999 }
        try await LiveServer.run(Self.echo, settings) { server in
            let response = try await Self.post(server, "gzip", bytes)
            #expect(response.status == 413)
        }
    }

    @Test func boundsHowMuchABodyGrows() async throws {
        let bomb = try await Self.compressed(String(repeating: "\0", count: 4 << 20))
        #expect(bomb.count < 32 << 10)
        try await LiveServer.run(Self.echo) { server in
            let response = try await Self.post(server, "gzip", bomb)
            #expect(response.status == 413)
            #expect(response.body == "The body expands to more than 256 times its size.\n")
        }
    }

    @Test(arguments: [
        ("text/plain", 2000, true), ("application/json", 2000, true), ("application/problem+json; charset=utf-8", 2000, true),
        ("image/svg+xml", 2000, true),
        ("image/png", 2000, false), ("application/octet-stream", 2000, false), ("text/event-stream", 2000, false),
        ("application/json", 512, true), ("application/json", 511, false),
    ])
    func compressesWhatIsWorthIt(_ type: String, _ count: Int, _ isCompressed: Bool) async throws {
        let responder: HTTPServer.Responder = { _ in Response(contentType: type, bytes: [UInt8](repeating: 32, count: count)) }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            for method in ["GET", "HEAD"] {
                await client.send("\(method) / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
                let response = await client.response(hasBody: method == "GET")
                #expect(response.fields["content-encoding"] == (isCompressed ? "gzip" : nil))
                #expect(response.fields["vary"] == (isCompressed ? "Accept-Encoding" : nil))
                #expect((response.fields["content-length"] == "\(count)") == !isCompressed)
            }
        }
    }

    @Test(arguments: [("\"a\"", "W/\"a\""), ("W/\"a\"", "W/\"a\"")])
    func weakensTheValidatorOfWhatItCompresses(_ tag: String, _ weakened: String) async throws {
        let responder: HTTPServer.Responder = { _ in
            var response = Response(text: Self.text)
            response.headers[.eTag] = tag
            return response
        }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.response().fields["etag"] == weakened)
            #expect(await client.response().fields["etag"] == tag)
        }
    }

    @Test func saysThatABodyVariesAlsoWhenItIsNotCompressed() async throws {
        try await LiveServer.run({ _ in Response(text: Self.text) }) { server in
            let response = try await server.get()
            #expect(response.fields["vary"] == "Accept-Encoding")
            #expect(response.body == Self.text)
        }
    }

    @Test func neverCompressesStreams() async throws {
        let responder: HTTPServer.Responder = { _ in .serverSentEvents { try await $0.send(ServerSentEvent(data: Self.text)) } }
        try await LiveServer.run(responder) { server in
            let client = try await server.connect()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
            let response = await client.response()
            #expect(response.fields["content-encoding"] == nil)
            #expect(response.body == "data: \(Self.text)\n\n")
        }
    }
}
