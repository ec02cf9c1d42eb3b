import Dispatch
import Glibc
import HTTP
import Synchronization

/// A client that sends any bytes. Its calls block a queue of its own, never the tasks of the server under test.
final class RawClient: TestClient {
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "client")
    private let sendingQueue = DispatchQueue(label: "client sends")
    /// Received beyond what was asked for.
    private let buffered = Mutex<[UInt8]>([])
    private let isClosed = Mutex(false)

    struct CannotConnect: Error {
        var code: Int32
    }

    /// - Parameter receiveBuffer: bytes that the system takes for a client that does not read.
    init(_ address: SocketAddress, receiveBuffer: Int32? = nil) async throws {
        let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.descriptor = descriptor
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        // Only so that a defect fails a test instead of hanging it.
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let code = await perform { address.withSystemAddress { connect(descriptor, $0, $1) == 0 ? 0 : errno } }
        guard code == 0 else { throw CannotConnect(code: code) }
    }

    deinit { close() }

    private func perform<Value: Sendable>(on queue: DispatchQueue? = nil, _ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            (queue ?? self.queue).async { continuation.resume(returning: body()) }
        }
    }

    @discardableResult
    func send(_ bytes: [UInt8]) async -> Bool {
        await perform(on: sendingQueue) { [descriptor] in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }

    /// Sends FIN and goes on reading.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes both directions: FIN, then a reset for whatever comes.
    func close() {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        if !wasClosed { Glibc.close(descriptor) }
    }

    /// Closes with a reset.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Some bytes; empty at the end of the stream, nil after a reset.
    func receive() async -> [UInt8]? {
        let waiting = buffered.withLock { buffered in
            defer { buffered = [] }
            return buffered
        }
        if !waiting.isEmpty { return waiting }
        return await perform { [descriptor] in
            var bytes = [UInt8](repeating: 0, count: 64 << 10)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            return count < 0 ? nil : Array(bytes.prefix(count))
        }
    }

    func putBack(_ bytes: [UInt8]) { buffered.withLock { $0 = bytes + $0 } }
}
