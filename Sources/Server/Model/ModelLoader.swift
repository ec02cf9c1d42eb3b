import Engine
import GPTOSS
package import Logging

/// Opens offered models as the configuration says, and measures it.
package struct ModelLoader: Sendable {
    private let configuration: ServerConfiguration
    private let metrics: MetricsRegistry
    private let logger: Logger

    package init(_ configuration: ServerConfiguration, metrics: MetricsRegistry, logger: Logger) {
        self.configuration = configuration
        self.metrics = metrics
        self.logger = logger
    }

    /// Bytes of a model's weights and its cache, where somebody counts them; else, and where it cannot be read, 0.
    func size(_ model: OfferedModel) -> Int {
        guard configuration.loading.maximumBytes != nil, model.upstreams == nil else { return 0 }
        do {
            let summary = try CheckpointSummary(directory: CheckpointLocation(model.path).directory)
            guard case .bytes(let cache) = engine(for: model).cacheBudget else { return 0 }
            return summary.bytesByPart.values.reduce(cache, +)
        } catch {
            logger.warning("size of a model not known", metadata: ["model": "\(model.id)", "error": "\(error)"])
            return 0
        }
    }

    /// On the calling thread.
    package func load(_ model: OfferedModel, _ progress: LoadProgress) throws -> ServedModel {
        let start = ContinuousClock.now
        do {
            if let upstreams = model.upstreams {
                progress.report(0, "reading the tokenizer")
                let served = try ServedModel.remote(model, on: upstreams, configuration.upstreams, metrics: metrics, logger: logger)
                count(model, "ok")
                tell(served, after: ContinuousClock.now - start)
                return served
            }
            let location = try CheckpointLocation(model.path)
            let served = try ServedModel.load(
                directory: location.directory, name: model.id, options: configuration.network, engine: engine(for: model), metrics: metrics,
                progress: progress, logger: logger)
            count(model, "ok")
            tell(served, after: ContinuousClock.now - start)
            if location.isDemonstration {
                logger.notice(
                    """
                    this is the small demonstration model; to serve gpt-oss-20b: chorale pull openai/gpt-oss-20b && \
                    chorale serve --model openai/gpt-oss-20b
                    """)
            }
            return served
        } catch {
            count(model, "failed")
            throw error
        }
    }

    private func engine(for model: OfferedModel) -> EngineConfiguration {
        var engine = configuration.engine
        if let bytes = model.cacheBytes { engine.cacheBudget = .bytes(bytes) }
        return engine
    }

    private func count(_ model: OfferedModel, _ result: String) {
        metrics.counter(.modelLoads, [MetricLabel("model", model.id), MetricLabel("result", result)]).increment(by: Int64(1))
    }

    private func tell(_ model: ServedModel, after time: Duration) {
        metrics.gauge(.modelLoad, [MetricLabel("model", model.name)]).set(time.inSeconds)
        metrics.gauge(
            .modelInfo,
            [
                MetricLabel("model", model.name), MetricLabel("fingerprint", model.fingerprint),
                MetricLabel("compute", configuration.arithmetic == .fast ? "fast" : "exact"),
            ]
        ).set(1.0)
        logger.info(
            "model loaded",
            metadata: [
                "model": "\(model.name)", "seconds": "\(time.inSeconds.formatted(digits: 2))",
                "context-tokens": "\(model.engine.contextLength)",
            ])
    }
}
