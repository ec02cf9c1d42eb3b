import Glibc
import HTTP
import Testing

@Suite struct OutputQueueTests {
    /// Whatever a socket takes at a time, the bytes come out whole and in order.
    @Test func sendsEverythingInOrder() throws {
        var generator = SplitMix(state: 7)
        var queue = OutputQueue()
        var expected: [UInt8] = []
        var sent: [UInt8] = []
        for number in 0..<400 {
            let piece = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: Int.random(in: 0..<50, using: &generator))
            queue.append(piece)
            expected += piece
            var room = Int.random(in: 0..<200, using: &generator)
            let before = sent.count
            let taken = try queue.drain { vectors in
                guard room > 0 else { return nil }
                let accepted = take(vectors, Int.random(in: 1...room, using: &generator), into: &sent)
                room -= accepted
                return accepted
            }
            #expect(taken == sent.count - before)
            #expect(queue.count == expected.count - sent.count)
        }
        _ = try queue.drain { take($0, .max, into: &sent) }
        #expect(queue.isEmpty)
        #expect(sent == expected)
    }

    @Test func passesErrorsOn() {
        var queue = OutputQueue()
        queue.append([1])
        #expect(throws: SocketError.disconnected) { try queue.drain { _ throws(SocketError) in throw .disconnected } }
    }

    private func take(_ vectors: UnsafeMutableBufferPointer<iovec>, _ limit: Int, into sent: inout [UInt8]) -> Int {
        var rest = limit
        for vector in vectors {
            let bytes = UnsafeRawBufferPointer(start: vector.iov_base, count: min(rest, vector.iov_len))
            sent += bytes
            rest -= bytes.count
        }
        return limit - rest
    }
}
