import Foundation
import Glibc
import HTTP

/// `chorale key`: a key that nobody had before.
package struct NewKey: Sendable {
    /// Told once and kept nowhere: `sk-chorale-` and 43 letters, digits, `-` and `_`, 256 bits of the system's secure generator.
    package let secret: String
    package let key: APIKey

    package init(name: String, limits: KeyLimits) {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        // RFC 4648 §5, without padding.
        let text = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").prefix { $0 != "=" }
        secret = "sk-chorale-" + text
        key = APIKey(name: name, digest: SHA256.digest(of: Array(secret.utf8)), limits: limits)
    }

    /// A key whose secret somebody chose.
    package init(name: String, secret: String, limits: KeyLimits) {
        self.secret = secret
        key = APIKey(name: name, digest: SHA256.digest(of: Array(secret.utf8)), limits: limits)
    }

    /// Adds the key's line to a file, which is made, for its owner and group to read, where it is not there.
    ///
    /// - Throws: `UnreadableFile`, or `KeyFileError` where the file would not be one with it.
    package func append(toFile path: String) throws {
        let old = access(path, F_OK) == 0 ? String(decoding: try contents(ofFile: path), as: UTF8.self) : ""
        let line = (old.isEmpty || old.hasSuffix("\n") ? "" : "\n") + KeyFile.line(for: key) + "\n"
        _ = try KeyFile.keys(in: old + line)
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw UnreadableFile(path: path, reason: String(cString: strerror(errno))) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data(line.utf8))
    }
}
