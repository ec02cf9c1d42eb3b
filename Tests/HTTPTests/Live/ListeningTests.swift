import Glibc
import HTTP
import Logging
import Testing

@Suite struct ListeningTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let hello: HTTPServer.Responder = { _ in Response(text: "hello") }

    private static func server(_ addresses: [SocketAddress], _ change: (inout HTTPServerConfiguration) -> Void = { _ in }) throws
        -> HTTPServer
    {
        var configuration = HTTPServerConfiguration(addresses: addresses)
        change(&configuration)
        return try HTTPServer(
            configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, responder: hello)
    }

    private static func answer(_ address: SocketAddress) async throws -> String {
        let client = try await RawClient(address)
        await client.send(request)
        return await client.response().body
    }

    // MARK: Several addresses

    @Test func saysWhichOfItsAddressesIsTakenAndKeepsNone() async throws {
        let folder = try TemporaryFolder()
        try await LiveServer.run(Self.hello) { server in
            let other = try Self.server([SocketAddress("unix:\(folder.path)/s"), server.address])
            let error = #expect(throws: ListenError.self) { try other.bind() }
            #expect(error?.description == "cannot listen on \(server.address): another process listens there")
            #expect(other.boundAddresses.isEmpty)
            #expect(folder.names.isEmpty)
        }
    }

    /// The port that the system gives for one family may be taken in the other: a few are tried.
    @Test(.enabled(if: hasIPv6)) func hasAllOfIPv4AndAllOfIPv6SideBySide() async throws {
        let sixth = try SocketAddress("[::]:0")
        for _ in 0..<20 {
            let first = try Self.server([sixth])
            let port = try #require(first.bind().first?.port)
            let both = LiveServer.Settings.with { $0.configuration.addresses = [SocketAddress(host: .v4(0), port: port)] }
            do {
                try await LiveServer.run(Self.hello, both) { fourth in
                    async let running: Void = first.run()
                    #expect(try await Self.answer(SocketAddress("127.0.0.1:\(port)")) == "hello")
                    #expect(try await Self.answer(SocketAddress("[::1]:\(port)")) == "hello")
                    first.shutdown()
                    try await running
                    #expect(try await Self.answer(fourth.address) == "hello")
                }
                return
            } catch is ListenError { continue }
        }
        Issue.record("no port is free in both families")
    }

    @Test func listensOnAllAddressesOfAName() async throws {
        let settings = try LiveServer.Settings.with { $0.configuration.addresses = [] }.listening("localhost:0")
        try await LiveServer.run(Self.hello, settings) { server in
            for address in server.server.boundAddresses {
                let answer = try await Self.answer(address)
                #expect(answer == "hello")
            }
        }
    }

    @Test func sharesAPortWhereBothSay() async throws {
        let settings = LiveServer.Settings.with { $0.configuration.listening.reusesPort = true }
        try await LiveServer.run(Self.hello, settings) { server in
            let second = try Self.server([server.address]) { $0.listening.reusesPort = true }
            #expect(try second.bind() == [server.address])
            second.shutdown()
            #expect(throws: ListenError(address: server.address, reason: .addressInUse)) { try Self.server([server.address]).bind() }
        }
    }

    // MARK: Unix sockets

    @Test(arguments: [mode_t(0o660), 0o600, 0o666, 0o777]) func makesAFileWithItsModeAndRemovesIt(_ mode: mode_t) async throws {
        let folder = try TemporaryFolder()
        let settings = try LiveServer.Settings.with { $0.configuration.listening.socketMode = mode }.listening("unix:\(folder.path)/s")
        try await LiveServer.run(Self.hello, settings) { server in
            #expect(server.address.description == "unix:\(folder.path)/s")
            let answer = try await Self.answer(server.address)
            #expect(answer == "hello")
            var status = stat()
            #expect(lstat("\(folder.path)/s", &status) == 0)
            #expect(status.st_mode & 0o777 == mode)
            #expect(status.st_mode & S_IFMT == S_IFSOCK)
            server.server.shutdown()
            #expect(folder.names.isEmpty)
            await #expect(throws: RawClient.CannotConnect.self) { try await RawClient(server.address) }
        }
    }

    @Test func removesTheFileOfAServerThatNeverRan() throws {
        let folder = try TemporaryFolder()
        try Self.server([SocketAddress("unix:\(folder.path)/s")]).bind()
        #expect(folder.names.isEmpty)
    }

    @Test func replacesTheFileOfAServerThatIsGone() async throws {
        let folder = try TemporaryFolder()
        let address = try SocketAddress("unix:\(folder.path)/s")
        let abandoned = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(address.withSystemAddress { bind(abandoned, $0, $1) } == 0)
        close(abandoned)
        #expect(folder.names == ["s"])
        try await LiveServer.run(Self.hello, .with { _ in }.listening("\(address)")) { server in
            let answer = try await Self.answer(server.address)
            #expect(answer == "hello")
        }
    }

    @Test func leavesTheFileOfALiveServerAlone() async throws {
        let folder = try TemporaryFolder()
        try await LiveServer.run(Self.hello, .with { _ in }.listening("unix:\(folder.path)/s")) { server in
            #expect(throws: ListenError(address: server.address, reason: .addressInUse)) { try Self.server([server.address]).bind() }
            let answer = try await Self.answer(server.address)
            #expect(answer == "hello")
        }
    }

    @Test(arguments: ["file", "folder", "link"]) func neverRemovesWhatIsNoSocket(_ kind: String) throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/s"
        switch kind {
        case "file": close(open(path, O_CREAT | O_WRONLY, 0o600))
        case "folder": mkdir(path, 0o700)
        default: symlink("/nowhere", path)
        }
        let address = try SocketAddress("unix:\(path)")
        #expect(throws: ListenError(address: address, reason: .notASocket)) { try Self.server([address]).bind() }
        #expect(folder.names == ["s"])
    }

    @Test func doesNotRemoveAFileThatTookThePlaceOfItsOwn() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/s"
        try await LiveServer.run(Self.hello, .with { _ in }.listening("unix:\(path)")) { server in
            let answer = try await Self.answer(server.address)
            #expect(answer == "hello")
            rename(path, path + ".old")
            close(open(path, O_CREAT | O_WRONLY, 0o600))
            server.server.shutdown()
            #expect(folder.names == ["s", "s.old"])
        }
    }

    @Test func saysThatTheFolderIsNotThere() throws {
        let address = try SocketAddress("unix:/nowhere/at/all")
        let error = #expect(throws: ListenError.self) { try Self.server([address]).bind() }
        #expect(error?.description == "cannot listen on unix:/nowhere/at/all: there is no such folder")
    }

    @Test func noticesAClientOfAUnixSocketThatGoes() async throws {
        let folder = try TemporaryFolder()
        let gone = Happening()
        let responder: HTTPServer.Responder = { _ in
            Response(
                body: .stream { writer in
                    do {
                        while true { try await writer.write(Array("data: x\n\n".utf8)) }
                    } catch {
                        gone.happen()
                        throw error
                    }
                })
        }
        try await LiveServer.run(responder, .with { _ in }.listening("unix:\(folder.path)/s")) { server in
            let client = try await server.connect()
            await client.send(Self.request)
            #expect(await client.receive(through: "data: x").hasPrefix("HTTP/1.1 200 OK\r\n"))
            client.close()
            await gone.wait()
        }
    }
}

/// Whether this machine has IPv6 at all: some containers have none.
private let hasIPv6: Bool = {
    let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    return (try? SocketAddress("[::1]:0").withSystemAddress { bind(descriptor, $0, $1) }) == 0
}()

extension LiveServer.Settings {
    /// The same, on the addresses of a text.
    fileprivate func listening(_ text: String) throws -> LiveServer.Settings {
        var settings = self
        settings.configuration.addresses = try SocketAddress.addresses(of: text)
        return settings
    }
}
