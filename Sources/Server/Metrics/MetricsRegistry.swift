package import Metrics
import Synchronization

/// Every series of a server: the factory that swift-metrics' instruments are made with, and what `/metrics` shows.
///
/// Series are made when they are first asked for and stay. Whoever names labels keeps to closed sets of values (routes, not paths).
package final class MetricsRegistry: Sendable {
    struct Series: Sendable {
        let family: MetricFamily
        let labels: [MetricLabel]
        let cell: any MetricCell
    }

    private struct Key: Hashable {
        let name: String
        let labels: [MetricLabel]
    }

    private struct State {
        var cells: [Key: Series] = [:]
    }

    private let state = Mutex(State())
    private let families: [String: MetricFamily]

    /// - Parameter families: what is known of the names that instruments may have.
    package init(families: [MetricFamily] = MetricFamily.all) {
        self.families = Dictionary(families.map { ($0.name, $0) }) { first, _ in first }
    }

    /// All series, by name and labels.
    var series: [Series] {
        state.withLock { $0.cells.map(\.value) }.sorted { left, right in
            left.family.name == right.family.name
                ? left.labels.lexicographicallyPrecedes(right.labels) : left.family.name < right.family.name
        }
    }

    func counter(_ family: MetricFamily, _ labels: [MetricLabel] = []) -> CounterCell {
        cell(family, labels) { CounterCell() }
    }

    func gauge(_ family: MetricFamily, _ labels: [MetricLabel] = []) -> GaugeCell {
        cell(family, labels) { GaugeCell() }
    }

    func histogram(_ family: MetricFamily, _ labels: [MetricLabel] = []) -> HistogramCell {
        cell(family, labels) {
            guard case .histogram(let bounds) = family.kind else { preconditionFailure("\(family.name) is no histogram") }
            return HistogramCell(bounds: bounds)
        }
    }

    private func cell<Cell: MetricCell>(_ family: MetricFamily, _ labels: [MetricLabel], _ make: () -> Cell) -> Cell {
        let labels = labels.sorted()
        return state.withLock { state in
            let key = Key(name: family.name, labels: labels)
            if let known = state.cells[key] {
                guard let cell = known.cell as? Cell else { preconditionFailure("\(family.name) has two kinds") }
                return cell
            }
            let cell = make()
            state.cells[key] = Series(family: family, labels: labels, cell: cell)
            return cell
        }
    }

    /// The family of an instrument; one that is not known says nothing of itself.
    fileprivate func family(_ name: String, _ kind: MetricFamily.Kind) -> MetricFamily {
        families[name] ?? MetricFamily(name, kind, "Not described.")
    }
}

extension MetricsRegistry: MetricsFactory {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(family(label, .counter), .init(dimensions))
    }

    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        counter(family(label, .counter), .init(dimensions))
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(family(label, .gauge), .init(dimensions))
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate
            ? histogram(family(label, .histogram(MetricFamily.sizes)), .init(dimensions)) : gauge(family(label, .gauge), .init(dimensions))
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(family(label, .histogram(MetricFamily.seconds)), .init(dimensions))
    }

    // Series stay: one that goes looks to Prometheus like a process that was restarted.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}

/// The registry as one model's engine sees it: every series has the model's name, under the label that its kind of name wants.
struct ModelMetrics: MetricsFactory {
    let registry: MetricsRegistry
    let model: String

    private func labelled(_ name: String, _ dimensions: [(String, String)]) -> [(String, String)] {
        dimensions + [(MetricFamily.modelLabel(of: name), model)]
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        registry.makeCounter(label: label, dimensions: labelled(label, dimensions))
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        registry.makeMeter(label: label, dimensions: labelled(label, dimensions))
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        registry.makeRecorder(label: label, dimensions: labelled(label, dimensions), aggregate: aggregate)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        registry.makeTimer(label: label, dimensions: labelled(label, dimensions))
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}

extension [MetricLabel] {
    init(_ dimensions: [(String, String)]) {
        self = dimensions.map { MetricLabel($0.0, $0.1) }
    }
}
