import COpenSSL

/// What stands for the wire where OpenSSL reads and writes: ciphertext that has come, and ciphertext to send. It never blocks.
///
/// OpenSSL's own memory BIOs keep the largest size that they ever had, for each of thousands of idle connections; these arrays go when
/// they are empty.
final class TLSWire {
    private var incoming: [UInt8] = []
    private var position = 0
    private var outgoing: [UInt8] = []

    var hasIncoming: Bool { position < incoming.count }

    func receive(_ ciphertext: [UInt8]) {
        if hasIncoming {
            incoming.removeFirst(position)
            incoming += ciphertext
        } else {
            incoming = ciphertext
        }
        position = 0
    }

    func takeOutgoing() -> [UInt8] {
        defer { outgoing = [] }
        return outgoing
    }

    func reserve(_ count: Int) { outgoing.reserveCapacity(outgoing.count + count) }

    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, incoming.count - position)
        incoming.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count])) }
        position += count
        if !hasIncoming { (incoming, position) = ([], 0) }
        return count
    }

    fileprivate func write(_ bytes: UnsafeRawBufferPointer) { outgoing.append(contentsOf: bytes) }

    /// A BIO on this wire, which must outlive it.
    func makeBIO() -> OpaquePointer? {
        guard let method = Self.method, let bio = BIO_new(method) else { return nil }
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(bio, 1)
        return bio
    }

    private static func wire(of bio: OpaquePointer?) -> TLSWire? {
        BIO_get_data(bio).map { Unmanaged<TLSWire>.fromOpaque($0).takeUnretainedValue() }
    }

    // A BIO_METHOD, made once and never changed.
    nonisolated(unsafe) private static let method: OpaquePointer? = {
        guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire") else { return nil }
        BIO_meth_set_read_ex(method) { bio, data, capacity, count in
            BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY)
            let taken = TLSWire.wire(of: bio)?.read(into: UnsafeMutableRawBufferPointer(start: data, count: capacity)) ?? 0
            count?.pointee = taken
            // Never the end: whether there is more is the connection's to know.
            if taken == 0 { BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY) }
            return taken > 0 ? 1 : 0
        }
        BIO_meth_set_write_ex(method) { bio, data, length, count in
            TLSWire.wire(of: bio)?.write(UnsafeRawBufferPointer(start: data, count: length))
            count?.pointee = length
            return 1
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return method
    }()
}
