import GPTOSS

/// `chorale inspect`: what a checkpoint is, read from its configuration and headers alone.
package enum Inspection {
    /// - Parameter model: see `CheckpointLocation`.
    package static func report(model: String) throws -> String {
        try CheckpointSummary(directory: CheckpointLocation(model).directory).report
    }
}
