import GPTOSS

/// `chorale inspect`: what a checkpoint is, read from its configuration and headers alone.
package enum Inspection {
    /// - Parameter directory: of the checkpoint.
    package static func report(directory: String) throws -> String {
        try CheckpointSummary(Checkpoint.open(directory: directory)).report
    }
}
