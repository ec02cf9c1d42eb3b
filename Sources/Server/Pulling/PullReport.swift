import Foundation
package import Hub
package import Logging
import Synchronization

/// Tells how far a download is: as a bar with rate and time left where people look at a terminal, elsewhere as lines of the log.
package final class PullReport: Sendable {
    fileprivate struct State {
        var files = 0
        var total = 0
        var received = 0
        var checking: Set<String> = []
        var rate = TransferRate()
        var lastShown = -1.0
    }

    /// Between two lines of the log, in seconds; of the bar, a tenth of a second.
    private static let logInterval = 10.0

    private let logger: Logger
    private let bar: (@Sendable (String) -> Void)?
    private let state = Mutex(State())

    /// - Parameter bar: writes to a terminal; nil where there is none.
    package init(_ logger: Logger, bar: (@Sendable (String) -> Void)? = LoadReport.terminal) {
        self.logger = logger
        self.bar = bar
    }

    /// - Parameter time: of the event, in seconds.
    package func show(_ event: PullEvent, at time: Double = ContinuousClock.now.seconds) {
        let line = state.withLock { state -> String? in
            switch event {
            case .started(let files, let bytes, let present):
                (state.files, state.total, state.received) = (files, bytes, present)
                state.rate.note(present, at: time)
                return state.line(at: time)
            case .received(let count):
                state.received += count
                guard time - state.lastShown >= (bar == nil ? Self.logInterval : 0.1) else { return nil }
                state.rate.note(state.received, at: time)
                return state.line(at: time)
            case .checking(let file):
                state.checking.insert(file)
                return bar == nil ? nil : state.line(at: time)
            case .finished(let file):
                state.checking.remove(file)
                return bar == nil ? nil : state.line(at: time)
            case .retrying, .waiting: return nil
            }
        }
        if let line { bar.map { $0("\r\u{1B}[K" + line) } ?? logger.info("\(line)") }
        switch event {
        case .retrying(let file, let reason, let delay):
            tell("again in \(delay.inSeconds.formatted(digits: 1)) s", file: file, reason: reason)
        case .waiting(let file): tell("another process downloads it; waiting", file: file)
        case .finished(let file) where bar == nil: logger.info("complete", metadata: ["file": "\(file)"])
        default: break
        }
    }

    /// Before anything else is written: the bar goes.
    package func end() { bar?("\r\u{1B}[K") }

    private func tell(_ message: String, file: String, reason: String? = nil) {
        end()
        logger.warning("\(message)", metadata: reason.map { ["file": "\(file)", "reason": "\($0)"] } ?? ["file": "\(file)"])
    }
}

extension PullReport.State {
    /// `[########----------------]  33 %  4.6 of 13.8 GB, 93.2 MB/s, 1 min 39 s left`
    fileprivate mutating func line(at time: Double) -> String {
        lastShown = time
        let fraction = total > 0 ? min(1, max(0, Double(received) / Double(total))) : 1
        let (unit, name) = total >= 1_000_000_000 ? (1e9, "GB") : total >= 1_000_000 ? (1e6, "MB") : (1e3, "kB")
        func amount(_ bytes: Int) -> String { (Double(bytes) / unit).formatted(digits: 1) }
        var line = ProgressBar.text(fraction) + "  \(amount(received)) of \(amount(total)) \(name)"
        if received < total, let rate = rate.bytesPerSecond {
            line += ", \((rate / 1e6).formatted(digits: 1)) MB/s"
            if let left = rate.isZero ? nil : self.rate.secondsLeft(for: total - received) { line += ", \(Self.text(seconds: left)) left" }
        }
        if let file = checking.min() { line += ", checking \(file)" }
        return line
    }

    private static func text(seconds: Double) -> String {
        let whole = Int(min(seconds, 1e7).rounded(.up))
        if whole < 60 { return "\(whole) s" }
        return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}

extension ContinuousClock.Instant {
    private static let first = ContinuousClock.now

    /// Since some time of this process.
    package var seconds: Double { (self - Self.first).inSeconds }
}
