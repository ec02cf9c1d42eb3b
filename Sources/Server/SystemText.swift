import Foundation

/// What the system tells in a file of `/proc` or `/sys`; nil where it does not.
package func systemText(_ path: String) -> String? {
    do { return try String(contentsOfFile: path, encoding: .utf8) } catch { return nil }
}
