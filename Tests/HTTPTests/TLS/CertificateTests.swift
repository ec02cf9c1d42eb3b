import COpenSSL
import Foundation
import HTTP
import Testing

@Suite struct CertificateTests {
    // MARK: Those of clients

    private func asksForCertificates(
        of authority: TestCertificate, _ body: (LiveTLSServer) async throws -> Void
    ) async throws {
        try await LiveTLSServer.run(LiveTLSServer.hello, { $0.tls?.clientAuthorities = authority.certificate }, body)
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func servesAClientWithTheRightCertificate(_ version: Int32) async throws {
        let client = try TestCertificate(name: "client")
        try await asksForCertificates(of: client) { server in
            let response = try await server.get { ($0.version, $0.shows) = (version, client) }
            #expect(response.body == "hello")
        }
    }

    /// In TLS 1.3 a client learns of it behind the handshake.
    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION], [true, false])
    func refusesAClientWithoutCertificateOrWithAnother(_ version: Int32, _ showsAnother: Bool) async throws {
        let other = showsAnother ? try TestCertificate(name: "client") : nil
        try await asksForCertificates(of: try TestCertificate(name: "client")) { server in
            let answer: RawResponse?
            do {
                answer = try await server.get { ($0.version, $0.shows) = (version, other) }
            } catch is TLSClient.Failed {
                answer = nil
            }
            #expect(answer?.status ?? 0 == 0)
        }
    }

    // MARK: Reload

    @Test func reloadChangesTheCertificateOfNewConnectionsOnly() async throws {
        try await LiveTLSServer.run { server in
            let old = try await server.connect()
            let certificate = try TestCertificate()
            try server.live.server.reload(tls: certificate.configuration)
            let response = try await server.get { $0.trusts = certificate }
            #expect(response.body == "hello")
            await #expect(throws: TLSClient.Failed.handshake("self-signed certificate")) { try await server.get() }
            await old.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await old.response().body == "hello")
        }
    }

    @Test func aReloadThatFailsChangesNothing() async throws {
        try await LiveTLSServer.run { server in
            let broken = try server.certificate.file("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
            var configuration = server.certificate.configuration
            configuration.certificateChain = broken
            #expect(throws: TLSError.self) { try server.live.server.reload(tls: configuration) }
            #expect(try await server.get().body == "hello")
        }
    }

    // MARK: Files that cannot be used

    @Test func namesTheFileThatCannotBeRead() throws {
        let certificate = try TestCertificate()
        var configuration = certificate.configuration
        configuration.privateKey = "/nonexistent/key.pem"
        #expect(throws: TLSError.unreadable(file: "/nonexistent/key.pem", reason: "No such file or directory")) {
            try TLSContext(configuration)
        }
        configuration = certificate.configuration
        configuration.clientAuthorities = "/nonexistent/ca.pem"
        #expect(throws: TLSError.unreadable(file: "/nonexistent/ca.pem", reason: "No such file or directory")) {
            try TLSContext(configuration)
        }
    }

    @Test func refusesAKeyOfAnotherCertificate() throws {
        let (one, other) = (try TestCertificate(), try TestCertificate())
        #expect(throws: TLSError.mismatch(certificate: one.certificate, key: other.key)) {
            try TLSContext(TLSConfiguration(certificateChain: one.certificate, privateKey: other.key))
        }
    }

    @Test func saysWhatIsWrongWithAFile() throws {
        let certificate = try TestCertificate()
        let text = try certificate.file("text.pem", "hello")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: text)
        #expect(throws: TLSError.badCertificate(file: text, reason: "no start line")) {
            try TLSContext(TLSConfiguration(certificateChain: text, privateKey: certificate.key))
        }
        #expect(throws: TLSError.badAuthorities(file: text, reason: "no certificate or crl found")) {
            try TLSContext(
                TLSConfiguration(certificateChain: certificate.certificate, privateKey: certificate.key, clientAuthorities: text))
        }
        let error = #expect(throws: TLSError.self) {
            try TLSContext(TLSConfiguration(certificateChain: certificate.certificate, privateKey: text))
        }
        guard case .badKey(text, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// Nobody is asked for a passphrase on the terminal.
    @Test func refusesAnEncryptedKey() throws {
        let certificate = try TestCertificate(passphrase: "secret")
        let error = #expect(throws: TLSError.self) { try TLSContext(certificate.configuration) }
        guard case .badKey(certificate.key, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [(0o600, true), (0o400, true), (0o640, true), (0o644, false), (0o604, false), (0o660, false)])
    func refusesAKeyThatOthersMayRead(_ mode: Int, _ isTaken: Bool) throws {
        let certificate = try TestCertificate()
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: certificate.key)
        if isTaken {
            _ = try TLSContext(certificate.configuration)
        } else {
            #expect(throws: TLSError.keyExposed(file: certificate.key, mode: UInt32(mode))) { try TLSContext(certificate.configuration) }
        }
    }
}
