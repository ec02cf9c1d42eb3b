import Foundation
import HTTP

/// A listener on loopback that handles one connection after another on a thread of its own, with blocking calls.
final class PlainListener: Sendable {
    let address: SocketAddress
    private let descriptor: Int32

    struct Failed: Error {
        var code: Int32
    }

    /// - Parameter handle: given a connection's descriptor, which is closed after it.
    init(_ handle: @escaping @Sendable (Int32) -> Void) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let any = SocketAddress(host: .v4(UInt32(0x7F00_0001).bigEndian), port: 0)
        guard any.withSystemAddress({ bind(descriptor, $0, $1) }) == 0, listen(descriptor, 16) == 0 else { throw Failed(code: errno) }
        var system = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &system) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { throw Failed(code: errno) }
        self.descriptor = descriptor
        address = SocketAddress(host: any.host, port: UInt16(bigEndian: system.sin_port))
        Thread.detachNewThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                // The thread closes it, so that its number is nobody else's before the thread has ended.
                guard connection >= 0 else {
                    close(descriptor)
                    return
                }
                handle(connection)
                close(connection)
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    var origin: ClientOrigin { ClientOrigin(isSecure: false, host: "127.0.0.1", port: address.port) }

    /// Answers each connection's first request with these bytes, `size` at a time, and closes.
    convenience init(answering text: String, size: Int = .max) throws {
        try self.init { connection in
            _ = Self.head(connection)
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(size))
                guard send(connection, piece, piece.count, Int32(MSG_NOSIGNAL)) == piece.count else { return }
                rest = rest.dropFirst(size)
            }
        }
    }

    /// What comes up to an empty line.
    static func head(_ connection: Int32) -> String {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]), recv(connection, &byte, 1, 0) == 1 { head.append(byte) }
        return String(decoding: head, as: UTF8.self)
    }

    /// Copies bytes both ways until both ends have closed.
    static func relay(_ left: Int32, _ right: Int32) {
        let group = DispatchGroup()
        for (source, target) in [(left, right), (right, left)] {
            group.enter()
            Thread.detachNewThread {
                var piece = [UInt8](repeating: 0, count: 1 << 14)
                while true {
                    let count = recv(source, &piece, piece.count, 0)
                    guard count > 0, send(target, piece, count, Int32(MSG_NOSIGNAL)) == count else { break }
                }
                shutdown(target, Int32(SHUT_WR))
                group.leave()
            }
        }
        group.wait()
    }
}
