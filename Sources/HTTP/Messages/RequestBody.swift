/// The body of one request, read once: whole with ``collect(upTo:)`` or piece by piece with `for try await`.
/// Reading is what lets the client send (`100 Continue`, RFC 9110 §10.1.1), and what the handler does not read is discarded.
package struct RequestBody: Sendable, AsyncSequence {
    package typealias Element = [UInt8]
    package typealias Failure = BodyError

    enum Storage: Sendable {
        case bytes([UInt8])
        case source(any BodySource)
    }

    let storage: Storage

    package static let empty = RequestBody([])

    /// A body that is at hand: none, or a test's.
    package init(_ bytes: [UInt8]) {
        storage = .bytes(bytes)
    }

    init(_ source: any BodySource) {
        storage = .source(source)
    }

    /// Bytes, where the client said so beforehand; nil for a chunked body.
    package var declaredLength: Int? {
        switch storage {
        case .bytes(let bytes): bytes.count
        case .source(let source): source.declaredLength
        }
    }

    /// The whole body.
    /// - Parameter limit: bytes; a body declared to be larger is refused before any of it is read.
    package func collect(upTo limit: Int) async throws(BodyError) -> [UInt8] {
        if let declaredLength, declaredLength > limit { throw .tooLarge(limit: limit) }
        if case .bytes(let bytes) = storage { return bytes }
        var collected: [UInt8] = []
        // No more is reserved than a client may promise without sending it.
        if let declaredLength { collected.reserveCapacity(Swift.min(declaredLength, 1 << 20)) }
        var iterator = makeAsyncIterator()
        while let piece = try await iterator.next() {
            guard collected.count + piece.count <= limit else { throw .tooLarge(limit: limit) }
            if collected.isEmpty && piece.count == declaredLength { return piece }
            collected.append(contentsOf: piece)
        }
        return collected
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(storage: storage)
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var storage: Storage

        package mutating func next() async throws(BodyError) -> [UInt8]? {
            try await next(isolation: #isolation)
        }

        package mutating func next(isolation actor: isolated (any Actor)?) async throws(BodyError) -> [UInt8]? {
            switch storage {
            case .bytes(let bytes):
                storage = .bytes([])
                return bytes.isEmpty ? nil : bytes
            case .source(let source):
                return try await source.next()
            }
        }
    }
}

/// Where a body's pieces come from.
protocol BodySource: Sendable {
    var declaredLength: Int? { get }
    /// The next piece, never empty; nil at the end.
    func next() async throws(BodyError) -> [UInt8]?
}

/// Why a body could not be read. Thrown out of a handler it becomes the answer of ``status``.
package enum BodyError: Error, Sendable, Hashable {
    /// More than `limit` bytes, declared or received.
    case tooLarge(limit: Int)
    /// The framing was wrong: chunk sizes, trailers.
    case malformed(RequestError)
    /// A content coding that is not served, or more than one.
    case unsupportedCoding(String)
    /// Compressed, and more than `limit` times as large when it is expanded.
    case tooDense(limit: Int)
    /// The compressed bytes do not decode.
    case undecodable
    /// The client took too long to send it.
    case timedOut
    /// The client went away before it was complete.
    case clientGone
    /// The body was read before, or its request is over.
    case consumed
    /// The task that read was cancelled.
    case cancelled
}
