import Foundation
import GPTOSS

/// `chorale pack`: weights in the forms in which they are used, in a file beside the checkpoint.
package enum PackCommand {
    /// - Parameters:
    ///   - model: see `CheckpointLocation`.
    ///   - progress: told the share that is done.
    /// - Returns: what was made, in words.
    package static func run(model: String, progress: (Double) -> Void) throws -> String {
        let checkpoint = try Checkpoint.open(directory: CheckpointLocation(model).directory)
        try checkpoint.validate()
        let time = try ContinuousClock().measure {
            try WeightPacker(checkpoint).write { done, total in progress(Double(done) / Double(max(1, total))) }
        }
        let path = try PackedWeights.path(for: checkpoint)
        let bytes = try PackedWeights.open(for: checkpoint)?.byteCount ?? 0
        return "\(path): \((Double(bytes) / 1e6).formatted(digits: 1)) MB in \(time.inSeconds.formatted(digits: 1)) s"
    }
}
