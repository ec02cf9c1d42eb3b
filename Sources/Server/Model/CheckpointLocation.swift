import DemoModel
import Foundation

/// Where the checkpoint is that a command or the configuration names.
package struct CheckpointLocation: Sendable, Hashable {
    package let directory: String
    /// Whether it is the model that comes with Chorale.
    package let isDemonstration: Bool

    /// - Parameter model: a directory. `chorale-demo` names the model that comes with Chorale, unless a directory is called so; so does "".
    package init(_ model: String) throws {
        var isDirectory = false
        let exists = FileManager.default.fileExists(atPath: model, isDirectory: &isDirectory)
        isDemonstration = model.isEmpty || model == DemoModel.id && !(exists && isDirectory)
        directory = isDemonstration ? try DemoModel.directory() : model
    }
}
