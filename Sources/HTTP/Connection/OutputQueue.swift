package import Glibc

/// Bytes that wait for the socket, in order, in the arrays that they came in.
package struct OutputQueue {
    private var pieces: [[UInt8]] = []
    /// The first piece that is not sent, and how much of it is.
    private var first = 0
    private var sent = 0
    /// Bytes that wait.
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    package mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        pieces.append(bytes)
        count += bytes.count
    }

    package mutating func removeAll() {
        // Room for the few pieces of an answer is kept for the next one.
        pieces.removeAll(keepingCapacity: pieces.capacity <= 4)
        (first, sent, count) = (0, 0, 0)
    }

    /// Hands the first pieces to `send` and takes out what it took, until the queue is empty or it takes nothing.
    /// - Returns: bytes taken.
    package mutating func drain(_ send: (UnsafeMutableBufferPointer<iovec>) throws(SocketError) -> Int?) throws(SocketError) -> Int {
        var taken = 0
        while count > 0 {
            guard let accepted = try sendFirst(send) else { break }
            taken += accepted
            consume(accepted)
        }
        return taken
    }

    private static let vectors = 16

    private func sendFirst(_ send: (UnsafeMutableBufferPointer<iovec>) throws(SocketError) -> Int?) throws(SocketError) -> Int? {
        let upcoming = pieces[first...].prefix(Self.vectors)
        // Typed throws do not pass through the closures of the standard library's pointer functions: a result does.
        return try withVectors(upcoming) { vectors -> Result<Int?, SocketError> in
            do throws(SocketError) { return .success(try send(vectors)) } catch { return .failure(error) }
        }.get()
    }

    private func withVectors<Value>(_ upcoming: ArraySlice<[UInt8]>, _ body: (UnsafeMutableBufferPointer<iovec>) -> Value) -> Value {
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: upcoming.count) { vectors in
            fill(vectors, 0, upcoming, body)
        }
    }

    /// Nests one scope for each piece, at most ``vectors`` deep: so that every pointer is valid where all are used.
    private func fill<Value>(
        _ vectors: UnsafeMutableBufferPointer<iovec>, _ index: Int, _ upcoming: ArraySlice<[UInt8]>,
        _ body: (UnsafeMutableBufferPointer<iovec>) -> Value
    ) -> Value {
        guard index < upcoming.count else { return body(vectors) }
        return upcoming[upcoming.startIndex + index].withUnsafeBytes { bytes in
            let offset = index == 0 ? sent : 0
            let start = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + offset) }
            vectors.initializeElement(at: index, to: iovec(iov_base: start, iov_len: bytes.count - offset))
            return fill(vectors, index + 1, upcoming, body)
        }
    }

    private mutating func consume(_ accepted: Int) {
        count -= accepted
        if count == 0 { return removeAll() }
        sent += accepted
        while sent >= pieces[first].count {
            sent -= pieces[first].count
            pieces[first] = []
            first += 1
        }
        // Sent pieces are let go of at once and their places now and then, so that each piece is moved a bounded number of times.
        if first > 64, first > pieces.count / 2 {
            pieces.removeFirst(first)
            first = 0
        }
    }
}
