import HTTP
import Testing

@Suite struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080"), ("0.0.0.0:0", "0.0.0.0:0"), ("255.255.255.255:65535", "255.255.255.255:65535"),
        ("[::1]:8080", "[::1]:8080"), ("[::]:0", "[::]:0"), ("[2001:DB8:0:0:0:0:0:1]:1", "[2001:db8::1]:1"),
        ("[::ffff:192.0.2.1]:1", "[::ffff:192.0.2.1]:1"), ("unix:/run/a.sock", "unix:/run/a.sock"), ("unix:a b:1", "unix:a b:1"),
    ])
    func printsWhatItParses(_ text: String, _ printed: String) throws {
        #expect(try SocketAddress(text).description == printed)
        #expect(try SocketAddress.addresses(of: text).map(\.description) == [printed])
    }

    @Test(arguments: [
        ("", InvalidAddress.noPort("")), ("127.0.0.1", .noPort("127.0.0.1")), (":80", .malformed(":80")),
        ("127.0.0.1:", .noPort("127.0.0.1:")), ("127.0.0.1:65536", .noPort("127.0.0.1:65536")), ("127.0.0.1:-1", .noPort("127.0.0.1:-1")),
        ("127.0.0.1:+1", .noPort("127.0.0.1:+1")), ("127.0.0.1:x", .noPort("127.0.0.1:x")), ("127.0.0:1", .malformed("127.0.0")),
        ("::1:80", .unbracketed("::1:80")), ("[127.0.0.1]:80", .malformed("[127.0.0.1]:80")), ("[::1]", .malformed("[::1]")),
        ("[::1:80", .malformed("[::1:80")), ("::1]:80", .malformed("::1]:80")), ("256.0.0.1:1", .malformed("256.0.0.1")),
        (" 127.0.0.1:1", .malformed(" 127.0.0.1")), ("[]:1", .malformed("[]:1")), ("[::1%lo]:1", .malformed("[::1%lo]")),
        ("127.0.0.1\0:1", .malformed("127.0.0.1\0")), ("a/b:1", .malformed("a/b")), ("127.1:1", .malformed("127.1")),
        ("unix:", .badPath("", limit: 107)), ("unix:/a\0b", .badPath("/a\0b", limit: 107)),
        ("unix:" + String(repeating: "x", count: 108), .badPath(String(repeating: "x", count: 108), limit: 107)),
    ])
    func refusesWhatIsNoAddress(_ text: String, _ error: InvalidAddress) {
        #expect(throws: error) { try SocketAddress(text) }
        #expect(throws: error) { try SocketAddress.addresses(of: text) }
    }

    @Test func takesALongPath() throws {
        let path = String(repeating: "x", count: 107)
        #expect(try SocketAddress("unix:" + path).host == .unix(path: path))
    }

    @Test func looksNamesUpWhereAskedTo() throws {
        #expect(throws: InvalidAddress.malformed("localhost")) { try SocketAddress("localhost:80") }
        let addresses = try SocketAddress.addresses(of: "localhost:80")
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { $0.isLoopback && $0.port == 80 })
        #expect(Set(addresses).count == addresses.count)
    }

    @Test func takesAHostWithAndWithoutBrackets() throws {
        #expect(try SocketAddress(host: "::1", port: 1) == SocketAddress("[::1]:1"))
        #expect(try SocketAddress(host: "[::1]", port: 1) == SocketAddress("[::1]:1"))
        #expect(throws: InvalidAddress.malformed("[127.0.0.1]")) { try SocketAddress(host: "[127.0.0.1]", port: 1) }
    }

    @Test func knowsLoopback() throws {
        #expect(try SocketAddress("127.9.9.9:1").isLoopback)
        #expect(try SocketAddress("[::1]:1").isLoopback)
        #expect(try !SocketAddress("128.0.0.1:1").isLoopback)
        #expect(try !SocketAddress("[::2]:1").isLoopback)
    }
}
