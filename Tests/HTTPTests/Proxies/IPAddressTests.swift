import HTTP
import Testing

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"), ("::1", "::1"),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:c000:201", "192.0.2.1"),
        ("::192.0.2.1", "::192.0.2.1"), ("fe80::1", "fe80::1"),
    ])
    func printsWhatItReads(_ text: String, _ printed: String) {
        #expect(IPAddress(text)?.description == printed)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4\0", "1.2.3.4:80", "[::1]", "::1%lo", ":",
        ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "localhost", "0x7f.1", "::ffff:192.0.2.256", "١.٢.٣.٤",
        "1.2.3.4/32",
    ])
    func refusesWhatIsNoAddress(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func readsBytesInNetworkOrder() {
        #expect(IPAddress(bytes: [192, 0, 2, 1]) == IPAddress("192.0.2.1"))
        #expect(IPAddress(bytes: [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [9]) == IPAddress("2001:db8::9"))
        #expect(IPAddress(bytes: [UInt8](repeating: 0, count: 10) + [255, 255, 1, 2, 3, 4]) == IPAddress("1.2.3.4"))
        #expect(IPAddress(bytes: [1, 2, 3]) == nil)
        #expect(IPAddress(bytes: []) == nil)
    }

    @Test(arguments: [
        ("192.0.2.255", 32, "192.0.2.255"), ("192.0.2.255", 25, "192.0.2.128"), ("192.0.2.255", 8, "192.0.0.0"),
        ("192.0.2.255", 0, "0.0.0.0"),
        ("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", 128, "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", 65, "2001:db8:ffff:ffff:8000::"),
        ("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", 64, "2001:db8:ffff:ffff::"),
        ("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", 32, "2001:db8::"), ("2001:db8::1", 0, "::"),
    ])
    func clearsTheBitsBehindAPrefix(_ text: String, _ length: Int, _ expected: String) {
        #expect(IPAddress(text)?.prefix(length).description == expected)
    }

    @Test func printsAClientWithItsPort() throws {
        #expect(ClientAddress(try #require(IPAddress("192.0.2.1"))).description == "192.0.2.1")
        #expect(ClientAddress(try #require(IPAddress("192.0.2.1")), port: 80).description == "192.0.2.1:80")
        #expect(ClientAddress(try #require(IPAddress("2001:db8::1"))).description == "2001:db8::1")
        #expect(ClientAddress(try #require(IPAddress("2001:db8::1")), port: 80).description == "[2001:db8::1]:80")
    }
}

@Suite struct TrustedProxiesTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false), ("10.0.0.0/8", "10.255.0.1", true),
        ("10.0.0.0/8", "11.0.0.1", false), ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false), ("::/0", "2001:db8::1", true),
        ("::/0", "8.8.8.8", false), ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
        ("2001:db8::/65", "2001:db8::7fff:0:0:1", true), ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("::1", "::1", true),
        ("::1/128", "::1", true), ("::1/128", "::2", false), ("127.0.0.1", "::ffff:127.0.0.1", true),
        ("::ffff:10.0.0.0/104", "10.1.2.3", true), ("::ffff:10.0.0.0/104", "11.1.2.3", false), ("::ffff:10.0.0.1", "10.0.0.1", true),
        ("127.0.0.1, ::1,10.0.0.0/8\t192.0.2.1", "192.0.2.1", true), ("127.0.0.1, ::1,10.0.0.0/8 unix", "10.1.1.1", true),
        ("192.0.2.1/32", "192.0.2.1", true), ("", "127.0.0.1", false), (" , ", "127.0.0.1", false), ("unix", "127.0.0.1", false),
    ])
    func containsWhatIsInItsRanges(_ list: String, _ address: String, _ isTrusted: Bool) throws {
        let proxies = try TrustedProxies(list)
        let address = try #require(IPAddress(address))
        #expect(proxies.contains(address) == isTrusted)
        #expect(proxies.contains(.address(ClientAddress(address, port: 1))) == isTrusted)
    }

    @Test func trustsUnixSocketsOnlyWhereTheyAreNamed() throws {
        #expect(try TrustedProxies("unix").contains(Peer.unixSocket))
        #expect(try !TrustedProxies("0.0.0.0/0, ::/0").contains(Peer.unixSocket))
        #expect(try !TrustedProxies("unix, 0.0.0.0/0, ::/0").contains(Peer.unknown))
        #expect(try !TrustedProxies("unix").isEmpty)
        #expect(TrustedProxies().isEmpty)
    }

    @Test(arguments: [
        "localhost", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.0/a", "10.0.0/8", "::/129",
        "[::1]", "127.0.0.1:80", "unix:", "unix:/run/a", "*", "10.0.0.0/0008", "::ffff:10.0.0.0/95", "10.0.0.*", "127.0.0.1;::1", "/8",
    ])
    func refusesWhatIsNoRange(_ list: String) {
        #expect(throws: InvalidProxy.self) { try TrustedProxies("127.0.0.1, " + list) }
    }

    @Test func refusesARangeThatBeginsInItsMiddle() throws {
        let error = #expect(throws: InvalidProxy.self) { try TrustedProxies("10.0.0.1/8") }
        #expect(error == .bitsBehindPrefix("10.0.0.1/8", meant: "10.0.0.0/8"))
        #expect(throws: InvalidProxy.self) { try TrustedProxies("2001:db8::1/64") }
    }
}
