import Foundation

/// A file that arrives in parts, in any order, and can be gone on with after a break: its bytes, and behind them for each part how much of it
/// is there (`UInt64`, little-endian). When it is whole these are cut off, and it gets its name.
///
/// What a power failure may lose of it is found when its digest is checked. Each part is written by one thread at a time.
final class PartialFile: Sendable {
    static let partBytes = 32 << 20

    let path: String
    let byteCount: Int
    private let descriptor: Int32
    private let partBytes: Int

    /// Opens it, or makes it.
    /// - Parameter partBytes: of all parts but the last; another than that it was begun with begins it again.
    init(_ path: String, byteCount: Int, partBytes: Int = PartialFile.partBytes) throws(HubError) {
        self.path = path
        self.byteCount = byteCount
        self.partBytes = partBytes
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(call: "opening", path: path, reason: String(cString: strerror(errno))) }
        var status = stat()
        try RepositoryFolder.check("asking for", path, fstat(descriptor, &status))
        let size = byteCount + 8 * partCount
        guard Int(status.st_size) != size else { return }
        try RepositoryFolder.check("emptying", path, ftruncate(descriptor, 0))
        try RepositoryFolder.check("making room in", path, ftruncate(descriptor, size))
    }

    deinit { close(descriptor) }

    /// One at least, which is empty where the file is.
    var partCount: Int { max(1, (byteCount + partBytes - 1) / partBytes) }

    /// The bytes of the file that a part is.
    func range(ofPart part: Int) -> Range<Int> { part * partBytes..<min(byteCount, (part + 1) * partBytes) }

    /// Bytes that are there of a part, from its beginning.
    func progress(ofPart part: Int) throws(HubError) -> Int {
        var progress: UInt64 = 0
        let count = withUnsafeMutableBytes(of: &progress) { pread(descriptor, $0.baseAddress, 8, byteCount + 8 * part) }
        guard count == 8 else { throw .system(call: "reading", path: path, reason: String(cString: strerror(errno))) }
        let known = Int(clamping: UInt64(littleEndian: progress))
        return known <= range(ofPart: part).count ? known : 0
    }

    /// Notes how much of a part is there; call it when that has been written.
    func setProgress(_ progress: Int, ofPart part: Int) throws(HubError) {
        try withUnsafeBytes(of: UInt64(progress).littleEndian) { bytes in
            Result { () throws(HubError) in try write(bytes, at: byteCount + 8 * part) }
        }.get()
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(HubError) {
        guard let base = bytes.baseAddress else { return }
        var written = 0
        while written < bytes.count {
            let count = pwrite(descriptor, base + written, bytes.count - written, offset + written)
            if count > 0 {
                written += count
            } else if errno != EINTR {
                throw .system(call: "writing", path: path, reason: String(cString: strerror(errno)))
            }
        }
    }

    /// What its bytes come to.
    func digest(like digest: BlobDigest) throws(HubError) -> BlobDigest {
        let running = RunningDigest(like: digest, byteCount: byteCount)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var position = 0
        while position < byteCount {
            let count = pread(descriptor, &buffer, min(buffer.count, byteCount - position), position)
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                throw .system(call: "reading", path: path, reason: count < 0 ? String(cString: strerror(errno)) : "it ends too soon")
            }
            buffer.withUnsafeBytes { running.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            position += count
        }
        return running.finish()
    }

    /// Makes it the whole file `place`.
    func publish(as place: String) throws(HubError) {
        try RepositoryFolder.check("cutting", path, ftruncate(descriptor, byteCount))
        try RepositoryFolder.check("flushing", path, fsync(descriptor))
        try RepositoryFolder.check("renaming", path, rename(path, place))
    }

    /// Takes back what was written.
    func forget() throws(HubError) {
        for part in 0..<partCount { try setProgress(0, ofPart: part) }
    }
}
