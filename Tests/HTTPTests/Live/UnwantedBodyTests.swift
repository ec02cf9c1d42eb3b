import HTTP
import HTTPTypes
import Testing

/// Bodies that no handler reads.
@Suite struct UnwantedBodyTests {
    private static let hello: HTTPServer.Responder = { _ in Response(text: "hello") }
    private static let path: HTTPServer.Responder = { request in
        Response(text: request.path + String(decoding: try await request.body.collect(upTo: 10), as: UTF8.self))
    }

    @Test(arguments: [(64 << 10, true), ((64 << 10) + 1, false)])
    func readsUnwantedBodiesWhenTheyAreShort(_ count: Int, _ goesOn: Bool) async throws {
        try await LiveServer.run(Self.hello) { server in
            let client = try await server.connect()
            await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n")
            let response = await client.response()
            #expect(response.body == "hello")
            #expect(response.fields["connection"] == (goesOn ? nil : "close"))
            await client.send([UInt8](repeating: 0, count: count))
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            if goesOn {
                #expect(await client.response().body == "hello")
            } else {
                client.finishSending()
                #expect(await client.receiveToTheEnd().text == "")
            }
        }
    }

    /// Not before the body is over: what it is in any split has one answer, and nothing is done for a request that is none.
    @Test(arguments: ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"], [true, false])
    func answersABrokenBodyWith400AlsoWhereItMeansNothing(_ method: String, _ isBytewise: Bool) async throws {
        let journal = Journal()
        let responder: HTTPServer.Responder = { request in
            journal.note(request.path)
            return Response(text: "hello")
        }
        try await LiveServer.run(responder) { server in
            for body in ["x\r\n", "5\r\nhello\r\n0\r\nX : y\r\n\r\n", "5\nhello\r\n0\r\n\r\n", "0\r\n\n", "5;\r\nhello\r\n0\r\n\r\n"] {
                let client = try await server.connect()
                let bytes = Array("\(method) /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)".utf8)
                if isBytewise {
                    for byte in bytes { await client.send([byte]) }
                } else {
                    await client.send(bytes + Array("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
                }
                let (text, isReset) = await client.receiveToTheEnd()
                #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(body.debugDescription)")
                #expect(text.contains("\r\nConnection: close\r\n"))
                #expect(text.components(of: "HTTP/1.1") == 1)
                #expect(!isReset)
            }
            #expect(journal.all.isEmpty)
        }
    }

    /// What has come by then decides.
    @Test(arguments: ["x\r\n", "5\r\nhello0\r\n\r\n", "0\r\nX : y\r\n\r\n", "5\nhello\r\n0\r\n\r\n"])
    func answersABrokenBodyWith400WhereItsHandlerDoesNotReadIt(_ body: String) async throws {
        try await LiveServer.run({ _ in Response(status: .notFound) }) { server in
            let client = try await server.connect()
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
            #expect(await client.response().status == 400)
            #expect(await client.receiveToTheEnd() == ("", false))
        }
    }

    @Test(arguments: ["Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"])
    func dropsABodyThatMeansNothing(_ rest: String) async throws {
        try await LiveServer.run(Self.path) { server in
            let client = try await server.connect()
            for _ in 0..<2 {
                await client.send("GET /x HTTP/1.1\r\nHost: a\r\n" + rest)
                #expect(await client.response().body == "/x")
            }
            await client.send("GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n")
            #expect(await client.response().status == 413)
        }
    }
}
