import HTTP
import Testing

/// Two sessions and no socket.
@Suite struct TLSSessionTests {
    private let client: TLSSession
    private let server: TLSSession

    init() throws {
        let certificate = try TestCertificate()
        client = try ClientRules(trusts: certificate).makeSession()
        server = try TLSContext(certificate.configuration).makeSession()
    }

    private static func read(_ session: TLSSession, capacity: Int) -> (reading: TLSSession.Reading, bytes: [UInt8]) {
        var bytes = [UInt8](repeating: 0, count: capacity)
        let reading = bytes.withUnsafeMutableBytes { session.read(into: $0) }
        guard case .bytes(let count) = reading else { return (reading, []) }
        return (reading, Array(bytes.prefix(count)))
    }

    /// Every byte by itself, with an attempt after each.
    private func shakeHands() {
        var isDone = (client: false, server: false)
        while !isDone.client || !isDone.server {
            isDone.client = client.handshake() == .done
            for byte in client.takeCiphertext() {
                server.receive([byte])
                isDone.server = server.handshake() == .done
            }
            let answer = server.takeCiphertext()
            for byte in answer {
                client.receive([byte])
                isDone.client = client.handshake() == .done
            }
            guard !answer.isEmpty || isDone.client else { break }
        }
        #expect(isDone == (true, true))
    }

    @Test func takesEveryByteByItself() {
        shakeHands()
        #expect(client.write(Array("hello".utf8)))
        let ciphertext = client.takeCiphertext()
        for byte in ciphertext.dropLast() {
            server.receive([byte])
            #expect(Self.read(server, capacity: 10).reading == .needsCiphertext)
        }
        server.receive(ciphertext.suffix(1))
        #expect(Self.read(server, capacity: 10).bytes == Array("hello".utf8))
    }

    @Test func saysThatMoreIsPendingBehindASmallBuffer() {
        shakeHands()
        #expect(client.write(Array("hello".utf8)))
        server.receive(client.takeCiphertext())
        var bytes: [UInt8] = []
        while server.hasPending { bytes += Self.read(server, capacity: 2).bytes }
        #expect(bytes == Array("hello".utf8))
    }

    @Test func goesOnSendingAfterThePeerHasFinished() {
        shakeHands()
        client.finish()
        client.finish()
        server.receive(client.takeCiphertext())
        #expect(Self.read(server, capacity: 10).reading == .end)
        #expect(server.hasPending)
        #expect(Self.read(server, capacity: 10).reading == .end)
        #expect(server.write([1]))
        client.receive(server.takeCiphertext())
        #expect(Self.read(client, capacity: 10).bytes == [1])
        #expect(client.takeCiphertext().isEmpty)
    }

    @Test func failsForGoodOnCiphertextThatWasChanged() {
        shakeHands()
        #expect(client.write(Array("hello".utf8)))
        var ciphertext = client.takeCiphertext()
        ciphertext[ciphertext.count - 1] ^= 1
        server.receive(ciphertext)
        for _ in 0..<2 {
            #expect(server.hasPending)
            guard case .failed = Self.read(server, capacity: 10).reading else {
                Issue.record("read")
                return
            }
        }
        #expect(!server.write([1]))
        // The alert.
        #expect(!server.takeCiphertext().isEmpty)
    }

    @Test func encryptsNothingBeforeTheHandshake() {
        #expect(!server.write([1]))
        #expect(server.takeCiphertext().isEmpty)
    }
}
