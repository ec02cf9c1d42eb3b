import Glibc

/// The model that comes with Chorale: a small trained gpt-oss checkpoint, in the resource bundle beside the program.
///
/// It does **not** ask `Bundle.module`, which traps where there is no bundle and remembers the folder that it was built in.
package enum DemoModel {
    /// The id that clients use; also the name of the directory.
    package static let id = "chorale-demo"

    /// As SwiftPM names it: package, target.
    private static let bundle = "chorale_DemoModel.resources"

    /// The checkpoint's directory.
    package static func directory() throws(MissingDemoModel) -> String {
        guard let program = runningProgram() else { throw MissingDemoModel(path: bundle) }
        return try directory(beside: program)
    }

    /// The checkpoint's directory, in the folder of a program.
    package static func directory(beside program: String) throws(MissingDemoModel) -> String {
        let folder = program.lastIndex(of: "/").map { program[...$0] } ?? ""
        let directory = "\(folder)\(bundle)/\(id)"
        guard access(directory + "/config.json", R_OK) == 0 else { throw MissingDemoModel(path: directory) }
        return directory
    }

    /// The path of this program, symbolic links resolved; nil where /proc is not mounted.
    private static func runningProgram() -> String? {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &path, path.count)
        return count > 0 ? String(decoding: path.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }
}

/// The program was installed without its resources.
package struct MissingDemoModel: Error, Hashable, CustomStringConvertible {
    /// Where the checkpoint should be.
    package let path: String

    package var description: String {
        "the demonstration model is not beside the program (no \(path)); name a model with --model DIRECTORY"
    }
}
