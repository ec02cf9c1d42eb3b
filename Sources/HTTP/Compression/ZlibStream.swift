import CZlib

/// One zlib stream, for compressing or expanding. Not for several tasks at a time: its owner has the lock.
final class ZlibStream {
    enum Direction {
        /// To gzip (RFC 1952).
        case compress
        case expandGzip
        /// RFC 1950, which HTTP calls deflate.
        case expandZlib
    }

    /// The outcome of one step.
    enum Step: Hashable {
        /// Output; more may follow without further input.
        case output([UInt8])
        /// All input is taken and there is no output left.
        case needsInput
        /// The end was reached; what input is left is not of the format.
        case finished
        /// The bytes are not of the format.
        case invalid
    }

    private let direction: Direction
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var position = 0
    private var hasEnded = false

    /// Bytes of output so far.
    private(set) var produced = 0
    /// Bytes of input taken so far.
    private(set) var consumed = 0

    /// Nil when there is no memory for it.
    init?(_ direction: Direction) {
        self.direction = direction
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let (version, size) = (ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        let status =
            switch direction {
            case .compress: deflateInit2_(stream, Self.level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, version, size)
            case .expandGzip: inflateInit2_(stream, 15 + 16, version, size)
            case .expandZlib: inflateInit2_(stream, 15, version, size)
            }
        guard status == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        switch direction {
        case .compress: deflateEnd(stream)
        case .expandGzip, .expandZlib: inflateEnd(stream)
        }
        stream.deallocate()
    }

    private static let level: Int32 = 5

    /// Input that was given and is not taken.
    var hasInput: Bool { position < input.count }

    /// Gives the next input; all of the former must be taken.
    func give(_ bytes: [UInt8]) {
        input = bytes
        position = 0
    }

    /// Works until `capacity` bytes of output are there or the input is used up.
    /// - Parameter isLast: no input follows; only for compressing, where it ends the stream.
    func step(capacity: Int, isLast: Bool = false) -> Step {
        while true {
            if hasEnded {
                guard beginNextMember() else { return .finished }
            }
            var status = Z_OK
            let output = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
                status = run(output, flush: isLast ? Z_FINISH : Z_NO_FLUSH)
                count = capacity - Int(stream.pointee.avail_out)
            }
            produced += output.count
            hasEnded = status == Z_STREAM_END
            guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { return .invalid }
            if !output.isEmpty { return .output(output) }
            if !hasEnded { return .needsInput }
        }
    }

    /// RFC 1952 §2.2: a body in gzip is one member or several, one behind the other. A stream of zlib is one.
    private func beginNextMember() -> Bool {
        guard direction == .expandGzip, hasInput, inflateReset(stream) == Z_OK else { return false }
        hasEnded = false
        return true
    }

    private func run(_ output: UnsafeMutableBufferPointer<UInt8>, flush: Int32) -> Int32 {
        input.withUnsafeBufferPointer { input in
            stream.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + position) }  // zlib only reads
            stream.pointee.avail_in = UInt32(clamping: input.count - position)
            stream.pointee.next_out = output.baseAddress
            stream.pointee.avail_out = UInt32(clamping: output.count)
            let given = stream.pointee.avail_in
            let status = direction == .compress ? deflate(stream, flush) : inflate(stream, flush)
            let taken = Int(given - stream.pointee.avail_in)
            position += taken
            consumed += taken
            return status
        }
    }
}
