import Glibc

/// A listening socket that the process was started with: systemd's socket activation, by the rules of sd_listen_fds(3).
///
/// It belongs to whoever made it too, who goes on listening where this process stops: its file is not removed, and clients that come
/// in between wait.
package final class InheritedSocket: Sendable {
    /// `FileDescriptorName=` of the unit, by default the unit's name; `unknown` where nothing was said.
    package let name: String
    package let address: SocketAddress
    let socket: Socket

    private init(name: String, address: SocketAddress, socket: Socket) {
        self.name = name
        self.address = address
        self.socket = socket
    }

    /// All that were handed to this process, in order. Makes them close on exec and takes the variables out of the environment, so that no
    /// child believes them to be its own. Call it once, before there are other threads: they may read the environment.
    package static func takeAll() throws(InheritedSocketError) -> [InheritedSocket] {
        let variables = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]
        let values = variables.map { name in getenv(name).map { String(cString: $0) } }
        for name in variables + ["LISTEN_PIDFDID"] { unsetenv(name) }
        let names = try names(process: values[0], count: values[1], names: values[2], ownProcess: getpid())
        var sockets: [InheritedSocket] = []
        for (name, descriptor) in zip(names, Int32(3)...) { sockets.append(try take(descriptor, name: name)) }
        return sockets
    }

    /// Names of the descriptors from 3 on, by the values of the variables. Empty where they are another process's.
    package static func names(
        process: String?, count: String?, names: String?, ownProcess: Int32
    ) throws(InheritedSocketError) -> [String] {
        guard let process, let count else { return [] }
        guard let pid = Int32(process), pid > 0 else { throw .malformed("LISTEN_PID", process) }
        guard pid == ownProcess else { return [] }
        // A process has no more descriptors than the system allows: far below.
        guard let count = Int(count), (0...1 << 16).contains(count) else { throw .malformed("LISTEN_FDS", count) }
        guard let names else { return Array(repeating: "unknown", count: count) }
        let found = names.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard found.count == count || count == 0 else { throw .malformed("LISTEN_FDNAMES", names) }
        return Array(found.prefix(count))
    }

    private static func take(_ descriptor: Int32, name: String) throws(InheritedSocketError) -> InheritedSocket {
        // The wrapper of system calls takes a closed descriptor for a bug of ours; here it is the parent's.
        guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { throw .unusable(descriptor: descriptor, name: name, "is not open") }
        guard option(SO_TYPE, descriptor) == Int32(SOCK_STREAM.rawValue), option(SO_ACCEPTCONN, descriptor) == 1,
            let address = SocketAddress(filling: { getsockname(descriptor, $0, &$1) })
        else { throw .unusable(descriptor: descriptor, name: name, "is no listening stream socket") }
        let flags = fcntl(descriptor, F_GETFL)
        guard flags != -1, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw .unusable(descriptor: descriptor, name: name, "cannot be made nonblocking")
        }
        return InheritedSocket(name: name, address: address, socket: Socket(owning: descriptor, family: address.family))
    }

    /// Nil where it is no socket.
    private static func option(_ name: Int32, _ descriptor: Int32) -> Int32? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
    }
}

/// Why what the process was started with cannot be used.
package enum InheritedSocketError: Error, Sendable, Hashable {
    /// A variable and its value.
    case malformed(String, String)
    case unusable(descriptor: Int32, name: String, String)
}

extension InheritedSocketError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let variable, let value): "\(variable)=\(value) in the environment does not go with sockets that systemd hands over"
        case .unusable(let descriptor, let name, let reason): "descriptor \(descriptor) (\(name)), which systemd handed over, \(reason)"
        }
    }
}
