import HTTP
import HTTPTypes
import Testing

@Suite struct HostPolicyTests {
    private static let loopback = SocketAddress(host: .v4(UInt32(0x7F00_0001).bigEndian), port: 5000)
    private static let lan = SocketAddress(host: .v4(UInt32(0xC0A8_0001).bigEndian), port: 5000)
    private static let unix = SocketAddress(host: .unix(path: ""), port: 0)

    private static func request(
        for authority: String?, from address: SocketAddress? = loopback, _ headers: HTTPFields = [.acceptLanguage: "en"]
    ) throws -> Request {
        try Request(
            method: .get, target: "/", origin: RequestOrigin(client: nil, scheme: .http, authority: authority), headers: headers,
            remoteAddress: address)
    }

    private static let local = [
        "localhost", "LocalHost:8080", "localhost.", "chat.localhost", "127.0.0.1", "127.0.0.1:8080", "10.1.2.3", "[::1]", "[::1]:8080",
        "chorale:8080",
    ]
    private static let foreign = [
        "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example.", "1.2.3",
        "notlocalhost.com",
    ]

    @Test(arguments: local) func answersABrowserForALocalName(_ authority: String) throws {
        #expect(HostPolicy.anyButOfLocalBrowsers.admits(try Self.request(for: authority)))
        #expect(HostPolicy.only(["a.example"]).admits(try Self.request(for: authority)))
    }

    @Test(arguments: foreign) func refusesABrowserAForeignName(_ authority: String) throws {
        for headers in [[.acceptLanguage: "*"], [.origin: "http://\(authority)"], [.referer: "http://\(authority)/"]] as [HTTPFields] {
            #expect(!HostPolicy.anyButOfLocalBrowsers.admits(try Self.request(for: authority, headers)))
        }
        #expect(!HostPolicy.only(["a.example"]).admits(try Self.request(for: authority, [:])))
        #expect(HostPolicy.any.admits(try Self.request(for: authority)))
    }

    @Test(arguments: foreign) func answersWhoIsNoBrowserOnThisMachine(_ authority: String) throws {
        let policy = HostPolicy.anyButOfLocalBrowsers
        #expect(policy.admits(try Self.request(for: authority, [:])))
        #expect(policy.admits(try Self.request(for: authority, from: Self.lan)))
        #expect(policy.admits(try Self.request(for: authority, from: Self.unix)))
    }

    @Test func answersForTheNamesOfItsList() throws {
        let policy = HostPolicy.only(["chat.example.com"])
        #expect(policy.admits(try Self.request(for: "Chat.Example.com:443")))
        #expect(!policy.admits(try Self.request(for: "example.com")))
        #expect(!policy.admits(try Self.request(for: "x.chat.example.com")))
        #expect(policy.admits(try Self.request(for: nil, [:])))
    }
}
