/// Prometheus' text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/
package enum PrometheusText {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Families by name, each with its help and kind, then its series by their labels.
    package static func text(of registry: MetricsRegistry) -> String {
        var text = ""
        var family: MetricFamily?
        for series in registry.series {
            if series.family.name != family?.name {
                family = series.family
                text += "# HELP \(series.family.name) \(escaped(series.family.help, quotes: false))\n"
                text += "# TYPE \(series.family.name) \(series.family.kind.name)\n"
            }
            append(series, to: &text)
        }
        return text
    }

    private static func append(_ series: MetricsRegistry.Series, to text: inout String) {
        let name = series.family.name
        switch series.cell.value {
        case .number(let number):
            text += "\(name)\(list(series.labels)) \(literal(number))\n"
        case .distribution(let bounds, let counts, let sum):
            var total = 0
            for (bound, count) in zip(bounds + [.infinity], counts) {
                total += count
                text += "\(name)_bucket\(list(series.labels + [MetricLabel("le", literal(bound))])) \(total)\n"
            }
            text += "\(name)_sum\(list(series.labels)) \(literal(sum))\n"
            text += "\(name)_count\(list(series.labels)) \(total)\n"
        }
    }

    private static func list(_ labels: [MetricLabel]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",") + "}"
    }

    private static func literal(_ number: Double) -> String {
        if number == .infinity { return "+Inf" }
        return Int(exactly: number).map(String.init) ?? "\(number)"
    }

    /// Backslashes and line ends, and in a label's value quotation marks.
    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
