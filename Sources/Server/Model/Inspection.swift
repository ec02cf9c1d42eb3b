import Foundation
import GPTOSS

/// `chorale inspect`: what a checkpoint is, read from its headers alone.
package enum Inspection {
    /// - Parameter directory: of the checkpoint.
    package static func report(directory: String) throws -> String {
        let summary = try CheckpointSummary(directory: directory)
        return summary.report
    }
}
