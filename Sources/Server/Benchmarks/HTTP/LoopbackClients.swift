import Glibc

/// Many connections to a server on 127.0.0.1, each of which has sent one request for a path.
final class LoopbackClients {
    private var sockets: [pollfd] = []
    private let port: Int
    private let request: [UInt8]

    init(port: Int, path: String) {
        self.port = port
        request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    }

    deinit {
        for socket in sockets { close(socket.fd) }
    }

    /// Opens one more and sends its request.
    func connect() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw BenchmarkError("cannot open connection \(sockets.count): \(String(cString: strerror(errno)))") }
        sockets.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw BenchmarkError("cannot connect: \(String(cString: strerror(errno)))") }
        try send(on: sockets.count - 1)
    }

    /// Sends the request on one of the connections.
    func send(on index: Int) throws {
        guard Glibc.send(sockets[index].fd, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw BenchmarkError("connection \(index) is closed")
        }
    }

    /// Reads an answer up to the brace that ends its JSON body.
    func receive(on index: Int) throws {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var count = 0
        repeat {
            count = recv(sockets[index].fd, &buffer, buffer.count, 0)
            guard count > 0 else { throw BenchmarkError("connection \(index) got no answer") }
        } while buffer[count - 1] != UInt8(ascii: "}")
    }

    /// Reads whatever comes on any connection, for a while.
    /// - Returns: bytes.
    func drain(for duration: Duration) throws -> Int {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var total = 0
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end {
            poll(&sockets, nfds_t(sockets.count), 10)
            for index in sockets.indices where sockets[index].revents != 0 {
                let count = recv(sockets[index].fd, &buffer, buffer.count, 0)
                guard count > 0 else { throw BenchmarkError("stream \(index) ended") }
                total += count
            }
        }
        return total
    }
}
