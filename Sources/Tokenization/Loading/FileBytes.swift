#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Reads a whole file.
func readFile(_ path: String, limit: Int = 512 << 20) throws(TokenizerError.Cause) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(reason: String(cString: strerror(errno))) }
    guard status.st_size <= limit else { throw .fileTooLarge(limit: limit) }

    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
        while count < buffer.count {
            let received = read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            if received > 0 {
                count += received
            } else if received == 0 {
                break
            } else if errno != EINTR {
                failure = errno
                break
            }
        }
    }
    guard failure == 0 else { throw .unreadable(reason: String(cString: strerror(failure))) }
    return bytes
}
