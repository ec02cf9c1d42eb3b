#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file that is written through memory, and takes its place when it is complete.
///
/// `@unchecked Sendable`: threads write ranges of their own; `commit` comes after them.
final class WritableMapping: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer
    private let path: String
    private let part: String
    private let descriptor: Int32

    /// - Parameters:
    ///   - path: of the file that it becomes.
    ///   - byteCount: at least 1. Room for it is taken at once, so that a full disk is an error here and not a signal later.
    init(replacing path: String, byteCount: Int) throws(CheckpointError) {
        self.path = path
        part = path + ".\(getpid()).part"
        descriptor = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritableFile(file: path, reason: String(cString: strerror(errno))) }
        #if os(Linux)
            let reserved = posix_fallocate(descriptor, 0, off_t(byteCount))
        #else
            let reserved = ftruncate(descriptor, off_t(byteCount)) == 0 ? 0 : errno
        #endif
        guard reserved == 0, let base = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), base != MAP_FAILED else {
            let reason = String(cString: strerror(reserved == 0 ? errno : reserved))
            close(descriptor)
            unlink(part)
            throw .unwritableFile(file: path, reason: reason)
        }
        bytes = UnsafeMutableRawBufferPointer(start: base, count: byteCount)
    }

    deinit {
        munmap(bytes.baseAddress, bytes.count)
        close(descriptor)
        // Not there any more once it has been committed.
        unlink(part)
    }

    /// Has the system write everything, then gives the file its name.
    func commit() throws(CheckpointError) {
        guard msync(bytes.baseAddress, bytes.count, MS_SYNC) == 0, fsync(descriptor) == 0, rename(part, path) == 0 else {
            throw .unwritableFile(file: path, reason: String(cString: strerror(errno)))
        }
    }
}
