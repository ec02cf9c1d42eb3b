import HTTP
import Testing

/// A header of version 2 as it goes over the wire.
/// - Parameters:
///   - command: with the version, 0x20 for LOCAL, 0x21 for PROXY.
///   - family: with the transport.
func binaryProxyHeader(_ command: UInt8, _ family: UInt8, _ block: [UInt8], length: Int? = nil) -> [UInt8] {
    let length = length ?? block.count
    return [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, command, family]
        + [UInt8(length >> 8), UInt8(length & 255)] + block
}

func binaryProxyHeader(_ family: UInt8, _ block: [UInt8], length: Int? = nil) -> [UInt8] {
    binaryProxyHeader(0x21, family, block, length: length)
}

/// The PROXY protocol, whole and in every split.
@Suite struct ProxyHeaderTests {
    private enum Outcome: Equatable {
        case header(ProxyHeader, length: Int)
        case failed(ProxyHeaderError)
        case needsBytes
    }

    private static func feed(_ pieces: [[UInt8]]) -> Outcome {
        var reader = ProxyHeaderReader()
        var fed: [UInt8] = []
        for piece in pieces {
            fed += piece
            do throws(ProxyHeaderError) {
                guard let (header, rest) = try reader.receive(piece) else { continue }
                #expect(Array(fed.suffix(rest.count)) == rest)
                return .header(header, length: fed.count - rest.count)
            } catch {
                return .failed(error)
            }
        }
        return .needsBytes
    }

    /// What bytes give, which must not depend on how they come.
    private static func read(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) -> Outcome {
        let whole = feed([bytes])
        #expect(feed(bytes.map { [$0] }) == whole, "byte by byte", sourceLocation: sourceLocation)
        for split in 0...min(bytes.count, 600) {
            #expect(feed([Array(bytes[..<split]), Array(bytes[split...])]) == whole, "split at \(split)", sourceLocation: sourceLocation)
        }
        return whole
    }

    private static func client(_ text: String?, _ port: UInt16?) throws -> ProxyHeader {
        ProxyHeader(source: try text.map { ClientAddress(try #require(IPAddress($0)), port: port) })
    }

    private static let request = Array("GET / HTTP/1.1\r\n".utf8)

    // MARK: Version 1

    @Test(
        arguments: [
            ("PROXY TCP4 192.0.2.1 192.0.2.2 56324 443", "192.0.2.1", 56324),
            (
                "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535",
                "255.255.255.255", 65535
            ), ("PROXY TCP4 0.0.0.0 0.0.0.0 0 0", "0.0.0.0", 0),
            ("PROXY TCP6 2001:db8::1 2001:db8::2 1 2", "2001:db8::1", 1),
            (
                "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 65535
            ), ("PROXY TCP6 ::ffff:192.0.2.1 ::ffff:192.0.2.2 1 2", "192.0.2.1", 1), ("PROXY UNKNOWN", nil, nil),
            ("PROXY UNKNOWN anything at all", nil, nil),
            (
                "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535", nil, nil
            ),
        ] as [(String, String?, UInt16?)])
    func readsALine(_ line: String, _ address: String?, _ port: UInt16?) throws {
        let bytes = Array((line + "\r\n").utf8)
        let expected = Outcome.header(try Self.client(address, port), length: bytes.count)
        #expect(Self.read(bytes) == expected)
        #expect(Self.read(bytes + Self.request) == expected)
        for end in 0..<bytes.count { #expect(Self.feed([Array(bytes[..<end])]) == .needsBytes) }
    }

    @Test(arguments: [
        "PROXY TCP4 192.0.2.1 192.0.2.2 56324\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443 \r\n",
        "PROXY  TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n", "PROXY TCP4\r\n", "PROXY \r\n",
        "PROXY tcp4 192.0.2.1 192.0.2.2 1 2\r\n", "PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n", "PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n",
        "PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n", "PROXY TCP4 192.0.2.1 2001:db8::2 1 2\r\n", "PROXY TCP4 192.0.2 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.01 192.0.2.2 1 2\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 1 02\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 65536 2\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 -1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 +1 2\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2  2\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n",
        "PROXY UNKNOWN\n", "PROXY \n", "PROXY UNKNOWNX\r\n", "PROXY TCP4 192.0.2.1\r192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.1\t192.0.2.2 1 2\r\n",
        "PROXY TCP6 [2001:db8::1] [2001:db8::2] 1 2\r\n", "PROXY TCP6 fe80::1%lo fe80::2 1 2\r\n", "PROXY TCP4 a.b.c.d 192.0.2.2 1 2\r\n",
    ])
    func refusesAMalformedLine(_ line: String) {
        guard case .failed(.malformed) = Self.read(Array(line.utf8)) else {
            Issue.record("\(line.debugDescription): \(Self.read(Array(line.utf8)))")
            return
        }
    }

    @Test func boundsALine() {
        let longest = "PROXY UNKNOWN " + String(repeating: "x", count: 107 - 14 - 2) + "\r\n"
        #expect(Self.read(Array(longest.utf8)) == .header(ProxyHeader(source: nil), length: 107))
        #expect(
            Self.read(Array(("PROXY UNKNOWN " + String(repeating: "x", count: 107 - 14 - 1) + "\r\n").utf8))
                == .failed(.tooLong(limit: 107)))
        #expect(Self.read(Array(("PROXY " + String(repeating: "x", count: 4000)).utf8)) == .failed(.tooLong(limit: 107)))
    }

    // MARK: Version 2

    private static let ports: [UInt8] = [0xDC, 0x04, 0x01, 0xBB]  // 56324, 443
    private static let v4: [UInt8] = [192, 0, 2, 1, 192, 0, 2, 2] + ports
    private static let v6: [UInt8] =
        [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1] + [UInt8](repeating: 9, count: 16) + ports
    private static let unix = [UInt8](repeating: 0x61, count: 216)
    /// NOOP of 3 bytes, a CRC and an unknown one.
    private static let items: [UInt8] = [0x04, 0, 3, 0, 0, 0, 0x03, 0, 4, 1, 2, 3, 4, 0xEE, 0, 1, 7]

    @Test(
        arguments: [
            (binaryProxyHeader(0x11, v4), "192.0.2.1"), (binaryProxyHeader(0x11, v4 + items), "192.0.2.1"),
            // What is behind the addresses is skipped, whatever it is.
            (binaryProxyHeader(0x11, v4 + [0xFF]), "192.0.2.1"), (binaryProxyHeader(0x21, v6), "2001:db8::1"),
            (binaryProxyHeader(0x21, v6 + items), "2001:db8::1"), (binaryProxyHeader(0x31, unix), nil),
            (binaryProxyHeader(0x32, unix + items), nil),
            (binaryProxyHeader(0x00, []), nil), (binaryProxyHeader(0x00, v6 + items), nil), (binaryProxyHeader(0x01, v4), nil),
            (binaryProxyHeader(0x10, v4), nil), (binaryProxyHeader(0x12, v4), nil), (binaryProxyHeader(0x22, v6), nil),
            // LOCAL, whatever its family and addresses are.
            (binaryProxyHeader(0x20, 0x00, []), nil), (binaryProxyHeader(0x20, 0x11, v4), nil), (binaryProxyHeader(0x20, 0x11, []), nil),
            (binaryProxyHeader(0x20, 0xFF, items), nil),
        ] as [([UInt8], String?)])
    func readsABinaryHeader(_ bytes: [UInt8], _ address: String?) throws {
        let expected = Outcome.header(try Self.client(address, 56324), length: bytes.count)
        #expect(Self.read(bytes) == expected)
        #expect(Self.read(bytes + Self.request) == expected)
        for end in 0..<bytes.count { #expect(Self.feed([Array(bytes[..<end])]) == .needsBytes) }
    }

    @Test(arguments: [
        binaryProxyHeader(0x11, 0x11, v4), binaryProxyHeader(0x31, 0x11, v4), binaryProxyHeader(0x01, 0x11, v4),
        binaryProxyHeader(0x22, 0x11, v4), binaryProxyHeader(0x2F, 0x11, v4), binaryProxyHeader(0x41, v4), binaryProxyHeader(0xF1, v4),
        binaryProxyHeader(0x13, v4), binaryProxyHeader(0x1F, v4), binaryProxyHeader(0x11, []),
        binaryProxyHeader(0x11, Array(v4.dropLast())),
        binaryProxyHeader(0x21, v4), binaryProxyHeader(0x21, Array(v6.dropLast())), binaryProxyHeader(0x31, Array(unix.dropLast())),
    ])
    func refusesAMalformedBinaryHeader(_ bytes: [UInt8]) {
        guard case .failed(.malformed) = Self.read(bytes) else {
            Issue.record("\(bytes): \(Self.read(bytes))")
            return
        }
    }

    @Test func boundsABinaryHeader() throws {
        let most = ProxyHeaderReader.binaryLimit - 16
        let padded = Self.v4 + [UInt8](repeating: 0, count: most - Self.v4.count)
        #expect(Self.read(binaryProxyHeader(0x11, padded)) == .header(try Self.client("192.0.2.1", 56324), length: most + 16))
        let tooLong = Outcome.failed(.tooLong(limit: ProxyHeaderReader.binaryLimit))
        #expect(Self.read(binaryProxyHeader(0x11, padded + [0])) == tooLong)
        // At the length, before any of it has come.
        #expect(Self.read(binaryProxyHeader(0x11, [], length: 65535)) == tooLong)
        #expect(Self.read(binaryProxyHeader(0x20, 0x00, [], length: 65535)) == tooLong)
    }

    // MARK: Neither

    @Test(arguments: [
        Array("GET / HTTP/1.1\r\n\r\n".utf8), Array("POST".utf8), Array("PUT".utf8), Array("PROXY\tTCP4".utf8), Array("proxy TCP4".utf8),
        Array("PROXYTCP4".utf8), [0x16, 0x03, 0x01], [0x00], [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0D],
        Array("\r\nGET".utf8), Array(" PROXY UNKNOWN\r\n".utf8),
    ])
    func refusesWhatBeginsOtherwiseAtTheFirstByteThatIsWrong(_ bytes: [UInt8]) {
        #expect(Self.read(bytes) == .failed(.missing))
    }

    /// Random changes of valid headers: nothing traps, and every outcome is the same in pieces.
    @Test func readsMutationsAlikeInPieces() {
        var generator = SplitMix(state: 7)
        let seeds = [
            binaryProxyHeader(0x11, Self.v4 + Self.items), binaryProxyHeader(0x21, Self.v6),
            Array("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n".utf8),
            Array("PROXY TCP6 2001:db8::1 2001:db8::2 1 2\r\n".utf8),
        ]
        for round in 0..<4000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let whole = Self.feed([bytes])
            #expect(Self.feed(bytes.map { [$0] }) == whole, "\(bytes)")
        }
    }
}
