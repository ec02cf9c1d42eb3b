import Dispatch
import Foundation
import Glibc
import JSON
package import Logging
import Synchronization

/// What each answer cost and whom, as JSON lines in a file: for accounts, never with a word of what was said.
///
/// Lines are appended whole, by one queue, in the order of the answers' ends.
package final class UsageLog: Sendable {
    private let path: String
    private let logger: Logger
    private let queue = DispatchQueue(label: "chorale.usage")
    /// Nil where the file could not be opened anew.
    private let file: Mutex<FileHandle?>

    /// - Throws: where the file can be neither made nor appended to.
    package init(path: String, logger: Logger) throws(UnreadableFile) {
        self.path = path
        self.logger = logger
        file = Mutex(try Self.open(path))
    }

    /// For whom the file is moved away: from here on lines go into a new one.
    package func reopen() {
        queue.async { [self] in
            do throws(UnreadableFile) {
                let file = try Self.open(path)
                self.file.withLock { $0 = file }
            } catch {
                logger.error("the usage log cannot be opened anew; the old file is kept", metadata: ["error": "\(error)"])
            }
        }
    }

    func append(_ record: AnswerRecord) {
        let line = record.usageLine.serializedBytes + [UInt8(ascii: "\n")]
        queue.async { [self] in
            do {
                try file.withLock { try $0?.write(contentsOf: line) }
            } catch {
                logger.error("a line of the usage log is lost", metadata: ["path": "\(path)", "error": "\(error)"])
            }
        }
    }

    /// Waits for the lines so far.
    package func flush() {
        queue.sync {}
    }

    /// Readable to its owner and group.
    private static func open(_ path: String) throws(UnreadableFile) -> FileHandle {
        let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw UnreadableFile(path: path, reason: String(cString: strerror(errno))) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
