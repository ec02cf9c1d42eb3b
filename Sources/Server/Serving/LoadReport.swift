import Foundation
package import Logging
import Synchronization

/// Tells how far a model is loaded: as a bar where people look at a terminal, elsewhere as lines of the log.
package final class LoadReport: Sendable {
    private struct State {
        var lastTenth = 0
        var lastTold = 0.0
        var hasBar = false
    }

    private let logger: Logger
    private let bar: (@Sendable (String) -> Void)?
    private let state = Mutex(State())

    /// - Parameter bar: writes to a terminal; nil where there is none.
    package init(_ logger: Logger, bar: (@Sendable (String) -> Void)? = LoadReport.terminal) {
        self.logger = logger
        self.bar = bar
    }

    /// Standard error, where it is a terminal.
    package static var terminal: (@Sendable (String) -> Void)? {
        guard isatty(STDERR_FILENO) == 1 else { return nil }
        return { text in
            // A bar that cannot be drawn is not drawn.
            do { try FileHandle.standardError.write(contentsOf: Data(text.utf8)) } catch {}
        }
    }

    package func show(_ standing: LoadProgress.Standing) {
        if let bar {
            bar("\r\u{1B}[K" + Self.line(standing))
            state.withLock { $0.hasBar = true }
            return
        }
        // Whatever loads in no time is not worth a line; nor is every hundredth.
        let isDue = state.withLock { state in
            let tenth = Int(standing.fraction * 10)
            guard standing.seconds >= 1, standing.fraction < 1, tenth > state.lastTenth || standing.seconds - state.lastTold >= 5 else {
                return false
            }
            (state.lastTenth, state.lastTold) = (tenth, standing.seconds)
            return true
        }
        guard isDue else { return }
        logger.info(
            "loading",
            metadata: [
                "percent": "\(Int(standing.fraction * 100))", "stage": "\(standing.stage)",
                "seconds": "\(standing.seconds.formatted(digits: 1))",
            ])
    }

    /// Before anything else is written: the bar goes.
    package func end() {
        if state.withLock(\.hasBar) { bar?("\r\u{1B}[K") }
    }

    /// `[############------------]  50 %  reading weights, 12 s left`
    private static func line(_ standing: LoadProgress.Standing) -> String {
        ProgressBar.text(standing.fraction) + "  \(standing.stage)"
            + (standing.fraction > 0.01 ? ", \(Int(standing.remaining.inSeconds.rounded(.up))) s left" : "")
    }
}
