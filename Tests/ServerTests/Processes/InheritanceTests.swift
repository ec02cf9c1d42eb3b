import Foundation
import HTTP
import Testing

/// Sockets that are handed over as systemd does it.
@Suite struct InheritanceTests {
    private static let variables = "export LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=web"
    private static let request = "GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    /// A listening socket of this process's, as systemd's.
    private final class Listening {
        let descriptor: Int32
        let address: SocketAddress

        init(type: __socket_type = SOCK_STREAM) throws {
            let descriptor = socket(AF_INET, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            self.descriptor = descriptor
            let any = try SocketAddress("127.0.0.1:0")
            var bound = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = any.withSystemAddress { bind(descriptor, $0, $1) } == 0
            _ = withUnsafeMutablePointer(to: &bound) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
            }
            address = SocketAddress(host: any.host, port: UInt16(bigEndian: bound.sin_port))
            guard isBound, type != SOCK_STREAM || listen(descriptor, 128) == 0 else { throw RawClientError.noConnection }
        }

        deinit { close(descriptor) }
    }

    @Test(arguments: ["systemd", "systemd:web"]) func servesOnASocketThatIsHandedOver(_ entry: String) async throws {
        let socket = try Listening()
        let server = try ChildServer(["--listen", entry], shell: Self.variables, descriptor: socket.descriptor)
        #expect(try await server.address() == socket.address)
        #expect(try await RawClient(socket.address).get("/livez").status == 200)
        // Not for its children: O_CLOEXEC is 02000000.
        let info = try String(contentsOfFile: "/proc/\(server.id)/fdinfo/3", encoding: .utf8)
        let flags = info.split(separator: "\n").first { $0.hasPrefix("flags:") }?.split(separator: "\t").last.flatMap { Int($0, radix: 8) }
        #expect(try #require(flags) & 0o2_000_000 != 0)
        #expect(try await server.end(SIGTERM) == 0)
    }

    @Test func listensOnItsOwnAddressesBesides() async throws {
        let socket = try Listening()
        let server = try ChildServer(
            ["--listen", "127.0.0.1:0,systemd"], shell: Self.variables, descriptor: socket.descriptor)
        let own = try await server.address()
        #expect(try await server.address() == socket.address)
        #expect(try await RawClient(own).get("/livez").status == 200)
        #expect(try await RawClient(socket.address).get("/livez").status == 200)
        try await server.end(SIGTERM)
    }

    /// The socket outlives each server.
    @Test func losesNoClientBetweenTwoServers() async throws {
        let socket = try Listening()
        let first = try ChildServer(["--listen", "systemd"], shell: Self.variables, descriptor: socket.descriptor)
        _ = try await first.address()
        #expect(try await first.end(SIGTERM) == 0)
        let waiting = try RawSocket(socket.address)
        try waiting.write(Self.request)
        let second = try ChildServer(["--listen", "systemd"], shell: Self.variables, descriptor: socket.descriptor)
        let address = try await second.address()
        #expect(address == socket.address)
        #expect(try await waiting.answer().status == 200)
        try await second.end(SIGTERM)
    }

    @Test func refusesWhatIsHandedOverButNotNamed() async throws {
        let socket = try Listening()
        let server = try ChildServer(["--listen", "127.0.0.1:0"], shell: Self.variables, descriptor: socket.descriptor)
        #expect(await server.line(with: "listen must be given with systemd in it, which handed over web") != nil)
        #expect(try await server.end() != 0)
    }

    @Test(arguments: [
        ("systemd:other", "systemd handed over only web"), ("systemd", ""),
    ]) func namesWhatItDoesNotFind(_ entry: String, _ message: String) async throws {
        let socket = try Listening()
        let shell = message.isEmpty ? "export LISTEN_PID=1 LISTEN_FDS=1" : Self.variables
        let server = try ChildServer(["--listen", entry], shell: shell, descriptor: socket.descriptor)
        #expect(await server.line(with: message.isEmpty ? "systemd handed over no sockets" : message) != nil)
        #expect(try await server.end() != 0)
    }

    @Test(arguments: [true, false]) func refusesWhatIsNoListeningStreamSocket(_ isSocket: Bool) async throws {
        let socket = try isSocket ? Listening(type: SOCK_DGRAM) : nil
        let server = try ChildServer(["--listen", "systemd"], shell: Self.variables, descriptor: socket?.descriptor)
        #expect(await server.line(with: "descriptor 3 (web), which systemd handed over, is no listening stream socket") != nil)
        #expect(try await server.end() != 0)
    }
}
