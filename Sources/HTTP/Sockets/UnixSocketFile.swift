import Glibc
import Synchronization

/// The file of a listening Unix socket: made where the socket is bound, removed when its server listens no more.
final class UnixSocketFile: Sendable {
    /// What tells it from a file that took its place.
    private struct Identity: Hashable {
        var device: dev_t
        var number: ino_t
    }

    private let path: String
    /// Nil once removed.
    private let identity = Mutex<Identity?>(nil)

    /// Binds a socket to a path. A socket's file that a server left behind is replaced; one where a server listens is left alone, and so is
    /// whatever is no socket.
    /// - Parameter mode: who may connect: whoever may write the file.
    /// - Throws: ``SocketError/addressInUse`` where a server listens, ``SocketError/notASocket``, or what the system says.
    init(binding socket: Socket, to path: String, mode: mode_t) throws(SocketError) {
        self.path = path
        // Linux makes the file with the socket's mode less the umask: at no time may others connect than those who may in the end.
        try systemCall("fchmod") { fchmod(socket.descriptor, mode) }
        let address = SocketAddress(host: .unix(path: path), port: 0)
        do throws(SocketError) {
            try socket.bind(to: address)
        } catch {
            guard error == .addressInUse else { throw error }
            try Self.removeAbandoned(address, path)
            try socket.bind(to: address)
        }
        identity.withLock { $0 = Self.identity(path) }
        try systemCall("chmod") { chmod(path, mode) }
    }

    deinit { remove() }

    /// Removes the file, if it is still this socket's.
    func remove() {
        let identity = identity.withLock { identity in
            defer { identity = nil }
            return identity
        }
        guard let identity, Self.identity(path) == identity else { return }
        unlink(path)
    }

    private static func identity(_ path: String) -> Identity? {
        status(path).map { Identity(device: $0.st_dev, number: $0.st_ino) }
    }

    private static func removeAbandoned(_ address: SocketAddress, _ path: String) throws(SocketError) {
        guard let status = status(path) else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket }
        switch try Socket(family: address.family).finds(address) {
        case true?: throw .addressInUse
        case false?: unlink(path)
        case nil: throw .permissionDenied
        }
    }

    /// Of the file itself where it is a link; nil where there is none.
    private static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }
}
