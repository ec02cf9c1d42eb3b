package import Foundation

/// A file that a command was given and that cannot be read.
package struct UnreadableFile: Error, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String { "cannot read \(path): \(reason)" }
}

/// The whole of a file.
package func contents(ofFile path: String) throws(UnreadableFile) -> Data {
    do {
        return try Data(contentsOf: URL(filePath: path))
    } catch {
        // The system's own words, where the description of Foundation's errors is a dump.
        let system = (error as? CocoaError)?.underlying as? POSIXError
        throw UnreadableFile(path: path, reason: system.map { String(cString: strerror($0.code.rawValue)) } ?? error.localizedDescription)
    }
}
