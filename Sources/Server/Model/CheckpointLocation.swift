import DemoModel
import Foundation
package import Hub

/// Where the checkpoint is that a command or the configuration names.
package struct CheckpointLocation: Sendable, Hashable {
    package let directory: String
    /// Whether it is the model that comes with Chorale.
    package let isDemonstration: Bool

    /// - Parameters:
    ///   - model: a directory; or `OWNER/NAME` or `OWNER/NAME@REVISION` of what `chorale pull` or another tool has downloaded.
    ///     `chorale-demo` names the model that comes with Chorale, unless a directory is called so; so does "".
    ///   - cache: where downloads are.
    package init(
        _ model: String, cache: CacheFolder = CacheFolder(environment: ProcessInfo.processInfo.environment)
    ) throws {
        let exists = FileManager.default.fileExists(atPath: model)
        isDemonstration = model.isEmpty || model == DemoModel.id && !exists
        if isDemonstration {
            directory = try DemoModel.directory()
        } else if !exists, let repository = Self.repository(model) {
            guard let snapshot = cache.snapshot(of: repository) else { throw NotDownloaded(model: model, cache: cache.path) }
            directory = snapshot
        } else {
            directory = model
        }
    }

    /// What clients call a model that is given no other id: `OWNER/NAME`, or the directory's or the file's name. Nothing need be there.
    package static func id(of model: String) -> String {
        if model.isEmpty { return DemoModel.id }
        if !FileManager.default.fileExists(atPath: model), let repository = repository(model) { return repository.path }
        do { return try CheckpointFiles(model).name } catch { return URL(filePath: model).lastPathComponent }
    }

    /// Nil for what can only be a path.
    private static func repository(_ model: String) -> RepositoryID? {
        do { return try RepositoryID(model) } catch { return nil }
    }

    /// There is neither a directory of this name nor a download.
    package struct NotDownloaded: Error, Sendable, Hashable, CustomStringConvertible {
        package let model: String
        package let cache: String

        package var description: String {
            "there is no directory \(model), nor is it in \(cache); to download it: chorale pull \(model)"
        }
    }
}
