import Metrics
import Synchronization

/// What one series holds.
enum MetricValue: Sendable, Hashable {
    case number(Double)
    /// `counts`: of each bucket by itself, the infinite one last.
    case distribution(bounds: [Double], counts: [Int], sum: Double)
}

/// One series: a number or a distribution that grows where it is measured and is read where it is asked for.
protocol MetricCell: AnyObject, Sendable {
    var value: MetricValue { get }
}

final class CounterCell: MetricCell, CounterHandler, FloatingPointCounterHandler {
    private let count = Mutex(0.0)

    var value: MetricValue { .number(count.withLock(\.self)) }

    func increment(by amount: Int64) {
        increment(by: Double(amount))
    }

    /// What is not a number or would take away counts as nothing.
    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        count.withLock { $0 += amount }
    }

    /// Up to what is counted elsewhere.
    func advance(to total: Double) {
        count.withLock { $0 = max($0, total) }
    }

    /// A counter of Prometheus never goes back.
    func reset() {}
}

final class GaugeCell: MetricCell, RecorderHandler, MeterHandler {
    private let level = Mutex(0.0)

    var value: MetricValue { .number(level.withLock(\.self)) }

    func set(_ value: Double) { level.withLock { $0 = value } }
    func set(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func record(_ value: Int64) { set(Double(value)) }
    func increment(by amount: Double) { level.withLock { $0 += amount } }
    func decrement(by amount: Double) { level.withLock { $0 -= amount } }
}

final class HistogramCell: MetricCell, RecorderHandler, TimerHandler {
    private struct Observed {
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let observed: Mutex<Observed>

    init(bounds: [Double]) {
        self.bounds = bounds
        observed = Mutex(Observed(counts: [Int](repeating: 0, count: bounds.count + 1)))
    }

    var value: MetricValue {
        observed.withLock { .distribution(bounds: bounds, counts: $0.counts, sum: $0.sum) }
    }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        observed.withLock {
            $0.counts[bucket] += 1
            $0.sum += value
        }
    }

    func record(_ value: Int64) { record(Double(value)) }

    /// Seconds, as Prometheus wants times.
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ duration: Duration) { record(duration.inSeconds) }
}
