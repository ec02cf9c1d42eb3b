#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A whole file mapped read-only. Pages are read when they are touched; `bytes` are valid as long as this lives.
///
/// The size is the one at opening: the file must not be shortened while it is mapped (the kernel answers with SIGBUS).
/// `@unchecked Sendable`: the mapping is read-only and lives until `deinit`.
final class MappedFile: @unchecked Sendable {
    let path: String
    let bytes: UnsafeRawBufferPointer

    /// Opens and maps the regular file at `path`; symbolic links are followed, as model caches are made of them.
    init(path: String) throws(CheckpointError) {
        self.path = path
        // O_NONBLOCK: opening a pipe that nobody writes must fail below instead of waiting here.
        var descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        while descriptor < 0, errno == EINTR {
            descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        }
        guard descriptor >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR ? .fileMissing(file: path) : Self.unreadable(path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile(file: path) }
        let size = Int(status.st_size)
        guard size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let address = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), address != MAP_FAILED else {
            throw Self.unreadable(path)
        }
        bytes = UnsafeRawBufferPointer(start: address, count: size)
    }

    deinit {
        if let address = bytes.baseAddress {
            munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
        }
    }

    private static func unreadable(_ path: String) -> CheckpointError {
        .unreadableFile(file: path, reason: String(cString: strerror(errno)))
    }
}

extension MappedFile {
    /// The bytes of a small file, copied.
    static func contents(of path: String, limit: Int) throws(CheckpointError) -> [UInt8] {
        let file = try MappedFile(path: path)
        let size = file.bytes.count
        guard size <= limit else { throw .fileTooLarge(file: path, bytes: size, limit: limit) }
        return withExtendedLifetime(file) { Array(file.bytes) }
    }

    /// Whether `path` is a directory.
    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// What is in a directory, in order; nothing where it cannot be read.
    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.sorted()
    }

    /// Whether something is at `path`, whatever it is.
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }
}
