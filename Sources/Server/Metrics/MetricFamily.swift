/// What is measured under one name, as Prometheus has it.
package struct MetricFamily: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Only grows; the name ends in `_total`.
        case counter
        case gauge
        /// The buckets' upper bounds, ascending, without the last, infinite one.
        case histogram([Double])

        /// As a `# TYPE` line has it.
        var name: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    package let name: String
    package let kind: Kind
    /// One sentence for `# HELP`.
    package let help: String

    package init(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        self.kind = kind
        self.help = help
    }
}

/// A label of a series.
package struct MetricLabel: Sendable, Hashable, Comparable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    package static func < (left: MetricLabel, right: MetricLabel) -> Bool { (left.name, left.value) < (right.name, right.value) }
}
