import Metrics

/// What is told of the places, each under its own label.
struct UpstreamMetrics: Sendable {
    struct Place: Sendable {
        let running: Gauge
        let outstanding: Gauge
        let isUp: Gauge
        let results: [Result: Counter]
    }

    enum Result: String, Sendable, CaseIterable {
        case ok, cancelled, busy, refused, unreachable, broken

        init(_ error: UpstreamError) {
            switch error {
            case .unreachable: self = .unreachable
            case .busy: self = .busy
            case .unsuitable, .refused: self = .refused
            case .broken: self = .broken
            case .cancelled: self = .cancelled
            }
        }
    }

    let places: [Place]
    /// Answers that went on at another place, and those that were cut to hold them to their format.
    let continuations: Counter
    let corrections: Counter

    init(_ names: [String], factory: any MetricsFactory) {
        places = names.map { name in
            let label = [("upstream", name)]
            return Place(
                running: Gauge(label: "chorale_upstream_requests_running", dimensions: label, factory: factory),
                outstanding: Gauge(label: "chorale_upstream_outstanding_tokens", dimensions: label, factory: factory),
                isUp: Gauge(label: "chorale_upstream_up", dimensions: label, factory: factory),
                results: Dictionary(
                    uniqueKeysWithValues: Result.allCases.map {
                        (
                            $0,
                            Counter(
                                label: "chorale_upstream_requests_total", dimensions: label + [("result", $0.rawValue)], factory: factory)
                        )
                    }))
        }
        continuations = Counter(label: "chorale_upstream_continuations_total", factory: factory)
        corrections = Counter(label: "chorale_upstream_corrections_total", factory: factory)
    }

    func count(_ result: Result, at index: Int) {
        places[index].results[result]?.increment()
    }

    func show(_ member: FleetState.Member, at index: Int) {
        places[index].running.record(member.running)
        places[index].outstanding.record(member.outstanding)
        places[index].isUp.record(member.isReady && member.breaker.isClosed ? 1 : 0)
    }
}
