import Foundation

/// Keeps others from downloading the same blob, huggingface_hub among them, as long as it lives: flock(2) on the file that they lock too.
final class BlobLock: Sendable {
    private let descriptor: Int32

    /// Waits for whoever has it.
    /// - Parameter willWait: called where somebody has it.
    init(_ path: String, willWait: () -> Void) throws(HubError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(call: "opening", path: path, reason: String(cString: strerror(errno))) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
        willWait()
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .system(call: "locking", path: path, reason: String(cString: strerror(errno))) }
        }
    }

    deinit { close(descriptor) }
}
