import HTTP
import HTTPTypes
import Testing

@Suite struct StaticContentTests {
    /// 6000 bytes.
    private static let text = String(repeating: "hello ", count: 1000)
    private static let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    private static let later = "Sun, 06 Nov 1994 08:49:38 GMT"
    private static let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"
    private static let content = StaticContent(
        Array(text.utf8), contentType: "text/plain", lastModified: 784_111_777, headers: [.contentSecurityPolicy: "default-src 'none'"])
    private static let serving: HTTPServer.Responder = { content.response(to: $0) }

    private func exchange(_ fields: [String] = [], method: String = "GET") async throws -> RawResponse {
        let asked = fields
        return try await withServer { server in
            let client = try await server.connect()
            let lines = asked.map { $0 + "\r\n" }.joined()
            await client.send("\(method) / HTTP/1.1\r\nHost: a\r\n\(lines)Connection: close\r\n\r\n")
            let response = await client.response(hasBody: method != "HEAD")
            // Nothing comes behind it.
            #expect(await client.receiveToTheEnd() == ("", false))
            return response
        }
    }

    private func withServer<Result>(_ body: (LiveServer) async throws -> Result) async throws -> Result {
        var result: Result?
        try await LiveServer.run(Self.serving) { result = try await body($0) }
        return try #require(result)
    }

    @Test func servesTheBytes() async throws {
        let response = try await exchange()
        #expect(response.status == 200)
        #expect(response.body == Self.text)
        #expect(response.fields["content-type"] == "text/plain")
        #expect(response.fields["last-modified"] == Self.date)
        #expect(response.fields["cache-control"] == "no-cache")
        #expect(response.fields["accept-ranges"] == "bytes")
        #expect(response.fields["content-security-policy"] == "default-src 'none'")
        #expect(response.head.ranges(of: "Vary: Accept-Encoding").count == 1)
        #expect(response.fields["content-encoding"] == nil)
        let tag = try #require(response.fields["etag"])
        #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.utf8.count == 34)
    }

    @Test func hasATagOfItsOwnForEachCoding() async throws {
        let plain = try await exchange()
        let gzip = try await exchange(["Accept-Encoding: gzip"])
        #expect(gzip.status == 200)
        #expect(gzip.fields["content-encoding"] == "gzip")
        #expect(gzip.head.ranges(of: "Vary: Accept-Encoding").count == 1)
        #expect(try #require(gzip.fields["content-length"].flatMap { Int($0) }) < 200)
        let (plainTag, gzipTag) = (try #require(plain.fields["etag"]), try #require(gzip.fields["etag"]))
        #expect(plainTag != gzipTag)
        #expect(try await exchange(["If-None-Match: \(gzipTag)", "Accept-Encoding: gzip"]).status == 304)
        #expect(try await exchange(["If-None-Match: \(gzipTag)"]).status == 200)
        #expect(try await exchange(["If-None-Match: \(plainTag)", "Accept-Encoding: gzip"]).status == 200)
        #expect(try await exchange(["If-None-Match: \(plainTag), \(gzipTag)", "Accept-Encoding: gzip"]).fields["etag"] == gzipTag)
    }

    @Test func saysInA304WhatACacheNeedsAndNoMore() async throws {
        let response = try await exchange(["If-None-Match: *"])
        #expect(response.status == 304)
        #expect(response.fields["etag"] != nil)
        #expect(response.fields["vary"] == "Accept-Encoding")
        #expect(response.fields["cache-control"] == "no-cache")
        #expect(response.fields["date"] != nil)
        for name in ["content-type", "content-length", "content-encoding", "transfer-encoding", "last-modified", "content-range"] {
            #expect(response.fields[name] == nil, "\(name)")
        }
    }

    @Test func answersHEADAsGETWithoutTheBody() async throws {
        let (get, head) = (try await exchange(), try await exchange(method: "HEAD"))
        for name in ["content-length", "content-type", "etag", "last-modified", "vary", "accept-ranges"] {
            #expect(head.fields[name] == get.fields[name], "\(name)")
        }
        #expect(try await exchange(["If-None-Match: *"], method: "HEAD").status == 304)
        #expect(try await exchange(["Range: bytes=0-1"], method: "HEAD").status == 200)
    }

    /// RFC 9110 §13.2.2. TAG stands for the tag of the bytes, OTHER for another.
    @Test(arguments: [
        (["If-None-Match: TAG"], 304), (["If-None-Match: W/TAG"], 304), (["If-None-Match: OTHER, TAG"], 304),
        (["If-None-Match: OTHER"], 200),
        (["If-None-Match: OTHER", "If-None-Match: TAG"], 304), (["If-None-Match: unquoted"], 200),
        (["If-Modified-Since: \(date)"], 304), (["If-Modified-Since: \(later)"], 304), (["If-Modified-Since: \(earlier)"], 200),
        (["If-Modified-Since: nonsense"], 200), (["If-Modified-Since: \(date)", "If-Modified-Since: \(date)"], 200),
        // The tag wins over the date, also where it says that something has changed.
        (["If-None-Match: OTHER", "If-Modified-Since: \(later)"], 200), (["If-None-Match: TAG", "If-Modified-Since: \(earlier)"], 304),
        (["If-Match: TAG"], 200), (["If-Match: *"], 200), (["If-Match: OTHER"], 412), (["If-Match: W/TAG"], 412),
        (["If-Match: OTHER, TAG"], 200),
        (["If-Match: unquoted"], 412), (["If-Unmodified-Since: \(date)"], 200), (["If-Unmodified-Since: \(earlier)"], 412),
        (["If-Unmodified-Since: nonsense"], 200), (["If-Match: TAG", "If-Unmodified-Since: \(earlier)"], 200),
        (["If-Match: TAG", "If-None-Match: TAG"], 304), (["If-Match: OTHER", "If-None-Match: TAG"], 412),
        (["If-None-Match: TAG", "Range: bytes=0-0"], 304), (["If-Match: OTHER", "Range: bytes=0-0"], 412),
    ])
    func keepsTheConditions(_ fields: [String], _ status: Int) async throws {
        #expect(try await exchange(filled(fields)).status == status)
    }

    @Test func sendsAPart() async throws {
        let response = try await exchange(["Range: bytes=6-10"])
        #expect(response.status == 206)
        #expect(response.body == "hello")
        #expect(response.fields["content-range"] == "bytes 6-10/6000")
        #expect(response.fields["content-length"] == "5")
        #expect(response.fields["content-type"] == "text/plain")
        #expect(response.fields["etag"] != nil)
        #expect(try await exchange(["Range: bytes=-6"]).body == "hello ")
        #expect(try await exchange(["Range: bytes=5998-"]).fields["content-range"] == "bytes 5998-5999/6000")
    }

    @Test func sendsAPartOfTheCompressedBytesToWhoHasTheOthers() async throws {
        let whole = try await exchange(["Accept-Encoding: gzip"])
        let length = try #require(whole.fields["content-length"])
        let part = try await exchange(["Accept-Encoding: gzip", "Range: bytes=2-2", "If-Range: \(try #require(whole.fields["etag"]))"])
        #expect(part.status == 206)
        #expect(part.fields["content-range"] == "bytes 2-2/\(length)")
        #expect(part.fields["content-encoding"] == "gzip")
        #expect(part.body == "\u{8}")  // RFC 1952 §2.3.1: the method, deflate
    }

    @Test func saysHowLongItIsToWhoAsksBehindItsEnd() async throws {
        let response = try await exchange(["Range: bytes=6000-"])
        #expect(response.status == 416)
        #expect(response.fields["content-range"] == "bytes */6000")
        #expect(response.fields["content-length"] == "0")
        #expect(response.fields["content-type"] == nil)
    }

    @Test(arguments: [
        (["If-Range: TAG"], 206), (["If-Range: OTHER"], 200), (["If-Range: W/TAG"], 200), (["If-Range: TAG, TAG"], 200),
        (["If-Range: *"], 200), (["If-Range: \(date)"], 206), (["If-Range: \(later)"], 200), (["If-Range: \(earlier)"], 200),
        (["If-Range: nonsense"], 200), (["If-Range: TAG", "If-Range: TAG"], 200),
    ])
    func sendsAPartOfWhatTheClientKnowsOnly(_ fields: [String], _ status: Int) async throws {
        #expect(try await exchange(filled(fields + ["Range: bytes=0-0"])).status == status)
        // Where nothing has changed there, a part that cannot be is refused; else the whole is new to the client.
        #expect(try await exchange(filled(fields + ["Range: bytes=6000-"])).status == (status == 206 ? 416 : 200))
    }

    @Test(arguments: ["bytes=0-0,2-2", "bytes=2-1", "lines=1-2", "bytes"]) func sendsTheWholeOtherwise(_ range: String) async throws {
        let response = try await exchange(["Range: \(range)"])
        #expect(response.status == 200)
        #expect(response.body == Self.text)
    }

    @Test func leavesSmallAndIncompressibleBytesAsTheyAre() async throws {
        let small = StaticContent(Array("hello".utf8), contentType: "text/plain")
        let image = StaticContent([UInt8](repeating: 0, count: 4096), contentType: "image/png")
        for content in [small, image] {
            let response = content.response(to: try Request(method: .get, target: "/", headers: [.acceptEncoding: "gzip"]))
            #expect(response.headers[.contentEncoding] == nil)
            #expect(response.headers[.vary] == nil)
            #expect(response.headers[.lastModified] == nil)
        }
    }

    private func filled(_ fields: [String]) throws -> [String] {
        let response = Self.content.response(to: try Request(method: .get, target: "/"))
        let tag = try #require(response.headers[.eTag])
        return fields.map { $0.replacing("TAG", with: tag).replacing("OTHER", with: #""other""#) }
    }
}

@Suite struct ContentSecurityPolicyTests {
    /// The digests by `printf 'a()' | openssl dgst -sha256 -binary | base64`.
    @Test func allowsFilesOfTheSameOriginAndWhatIsWithinThePage() {
        let page = "<style>b{}</style><script>a()</script><p><script src=\"x\"></script><script>a()</script>"
        let a = "'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='"
        let b = "'sha256-7yqHVAesot11p6HczDsgKRipvI5UPgs97z80zNXlans='"
        #expect(
            ContentSecurityPolicy.sameOrigin(Array(page.utf8))
                == "default-src 'none'; script-src 'self' \(a) \(a); style-src 'self' \(b); img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'none'")
    }

    @Test func allowsNoScriptWithinAPageThatHasNone() {
        #expect(ContentSecurityPolicy.sameOrigin(Array("<script>a()".utf8)).contains("script-src 'self'; style-src 'self';"))
    }
}
