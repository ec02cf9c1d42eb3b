import Grammar

/// How long grammars take to compile, and how often they were there already.
package struct GrammarMeter: Sendable {
    private let compilations: HistogramCell
    private let hits: CounterCell

    init(_ registry: MetricsRegistry, model: String) {
        compilations = registry.histogram(.grammarCompilations, [MetricLabel("model", model)])
        hits = registry.counter(.grammarHits, [MetricLabel("model", model)])
    }

    func record(_ lookup: GrammarLookup) {
        switch lookup {
        case .kept: hits.increment(by: Int64(1))
        case .compiled(let time): compilations.record(time)
        }
    }
}
