import Synchronization

/// Writes the body of one answer, chunked (RFC 9112 §7.1) or as it is. After the answer is over it writes no more, whoever still has it.
final class ResponseWriter: BodyWriter {
    private let channel: Channel
    private let isChunked: Bool
    /// Held while bytes are queued, so that nothing comes behind the last chunk.
    private let isOver = Mutex(false)

    init(_ channel: Channel, isChunked: Bool) {
        self.channel = channel
        self.isChunked = isChunked
    }

    func write(_ bytes: [UInt8]) async throws(WriteError) {
        // An empty chunk would be the last one.
        guard !bytes.isEmpty else { return }
        let framed = isChunked ? Self.chunk(bytes) : bytes
        let isCancelled = Task.isCancelled
        let result = isOver.withLock { isOver -> Result<Bool, WriteError> in
            guard !isOver else { return .failure(.finished) }
            do throws(WriteError) {
                return .success(try channel.enqueue(framed, refusesFull: isCancelled))
            } catch {
                return .failure(error)
            }
        }
        if try result.get() { try await channel.waitForRoom(Channel.highWater, observesCancellation: true) }
    }

    func finish() async throws(WriteError) {
        abandon()
        if isChunked { try await channel.send(Self.lastChunk) }
    }

    func abandon() {
        isOver.withLock { $0 = true }
    }

    private static let lastChunk = Array("0\r\n\r\n".utf8)

    private static func chunk(_ bytes: [UInt8]) -> [UInt8] {
        var chunk: [UInt8] = []
        chunk.reserveCapacity(bytes.count + 20)
        let digits = (Int.bitWidth - bytes.count.leadingZeroBitCount + 3) / 4
        for index in (0..<digits).reversed() {
            chunk.append(UInt8.hexDigit(UInt8(truncatingIfNeeded: bytes.count >> (4 * index) & 15)))
        }
        chunk.append(contentsOf: "\r\n".utf8)
        chunk.append(contentsOf: bytes)
        chunk.append(contentsOf: "\r\n".utf8)
        return chunk
    }
}
