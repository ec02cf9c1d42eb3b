import HTTP
import Testing

@Suite struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080"), ("0.0.0.0:0", "0.0.0.0:0"), ("255.255.255.255:65535", "255.255.255.255:65535"),
        ("localhost:80", "127.0.0.1:80"), ("[::1]:8080", "[::1]:8080"), ("[::]:0", "[::]:0"),
        ("[2001:DB8:0:0:0:0:0:1]:1", "[2001:db8::1]:1"),
        ("[::ffff:192.0.2.1]:1", "[::ffff:192.0.2.1]:1"),
    ])
    func printsWhatItParses(_ text: String, _ printed: String) throws {
        #expect(try SocketAddress(text).description == printed)
    }

    @Test(arguments: [
        "", "127.0.0.1", ":80", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:x", "127.0.0:1", "::1:80", "[127.0.0.1]:80",
        "[::1]",
        "[::1:80", "::1]:80", "example.org:80", "256.0.0.1:1", " 127.0.0.1:1", "[]:1", "[::1%lo]:1",
    ])
    func refusesWhatIsNoNumericAddress(_ text: String) {
        #expect(throws: SocketError.self) { try SocketAddress(text) }
    }

    @Test func knowsLoopback() throws {
        #expect(try SocketAddress("127.9.9.9:1").isLoopback)
        #expect(try SocketAddress("[::1]:1").isLoopback)
        #expect(try !SocketAddress("128.0.0.1:1").isLoopback)
        #expect(try !SocketAddress("[::2]:1").isLoopback)
    }
}
