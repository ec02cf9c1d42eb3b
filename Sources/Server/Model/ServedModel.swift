package import Engine
package import GPTOSS
package import Grammar
package import Harmony
package import Logging
import Metrics
package import OpenAI
import Tokenization

/// A model that answers: its tokenizer, its Harmony vocabulary and the engine that runs it.
package struct ServedModel: Sendable {
    /// The id that clients use.
    package let name: String
    /// Of the checkpoint, as `system_fingerprint`.
    package let fingerprint: String
    package let vocabulary: HarmonyVocabulary
    package let engine: any TokenEngine
    /// What holds where a request says nothing of sampling.
    package let sampling: SamplingOptions
    /// For what answers are held to.
    package let grammars: GrammarCompiler

    package init(
        name: String, fingerprint: String, vocabulary: HarmonyVocabulary, engine: any TokenEngine,
        sampling: SamplingOptions = SamplingOptions(), grammarMeter: GrammarMeter? = nil
    ) throws {
        self.name = name
        self.fingerprint = fingerprint
        self.vocabulary = vocabulary
        self.engine = engine
        self.sampling = sampling
        grammars = try GrammarCompiler(TokenTrie(vocabulary.tokenizer, vocabularySize: engine.vocabularySize)) { grammarMeter?.record($0) }
        try grammars.warm()
    }

    /// Opens a checkpoint: maps its weights, reads its tokenizer, starts an engine.
    ///
    /// - Parameters:
    ///   - directory: config.json, tokenizer.json and safetensors as published; or a GGUF file.
    ///   - name: `nil` takes the directory's, or the file's.
    ///   - options: how the network computes.
    ///   - metrics: what the engine's figures go to; nil: the process's own.
    ///   - progress: told how far it is.
    package static func load(
        directory: String, name: String? = nil, options: Transformer.Options, engine configuration: EngineConfiguration,
        metrics: MetricsRegistry? = nil, progress: LoadProgress? = nil, logger: Logger
    ) throws -> ServedModel {
        let files = try CheckpointFiles(directory)
        let name = name ?? files.name
        progress?.report(0, "reading the tokenizer")
        let tokenizer = try files.tokenizer()
        let vocabulary = try HarmonyVocabulary(tokenizer)
        let checkpoint = try Checkpoint.open(directory: files.path)
        let summary = try CheckpointSummary(checkpoint)
        var options = options
        options.progress = { done, total in progress?.report(0.05 + 0.85 * Double(done) / Double(total), "reading weights") }
        let transformer = try Transformer(checkpoint, options: options)
        let fitted = MemoryGuard.fitted(configuration, weights: summary.bytesByPart.values.reduce(0, +), logger: logger)
        let factory: (any MetricsFactory)? = metrics.map { ModelMetrics(registry: $0, model: name) }
        progress?.report(0.9, "preparing schemas")
        defer { progress?.report(1, "loaded") }
        return try ServedModel(
            name: name, fingerprint: "fp_" + summary.fingerprint, vocabulary: vocabulary,
            engine: InferenceEngine(model: transformer, configuration: fitted, logger: logger, metrics: factory),
            sampling: SamplingOptions(checkpoint.configuration.sampling), grammarMeter: metrics.map { GrammarMeter($0, model: name) })
    }
}

extension SamplingOptions {
    fileprivate init(_ defaults: SamplingDefaults) {
        self.init()
        temperature = defaults.temperature
        topP = defaults.topP
        topK = defaults.topK
        minP = defaults.minP
        repetitionPenalty = defaults.repetitionPenalty
    }
}
