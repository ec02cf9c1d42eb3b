package import Engine
import Foundation
package import GPTOSS
package import Grammar
package import Harmony
package import Logging
package import OpenAI
import Tokenization

/// A model that answers: its tokenizer, its Harmony vocabulary and the engine that runs it.
package struct ServedModel: Sendable {
    /// The id that clients use.
    package let name: String
    /// Seconds since 1970: when the checkpoint's configuration was last changed.
    package let created: Int
    /// Of the checkpoint, as `system_fingerprint`.
    package let fingerprint: String
    package let vocabulary: HarmonyVocabulary
    package let engine: InferenceEngine
    /// What holds where a request says nothing of sampling.
    package let sampling: SamplingOptions
    /// For what answers are held to.
    package let grammars: GrammarCompiler

    package init(
        name: String, created: Int, fingerprint: String, vocabulary: HarmonyVocabulary, engine: InferenceEngine,
        sampling: SamplingOptions = SamplingOptions()
    ) throws {
        self.name = name
        self.created = created
        self.fingerprint = fingerprint
        self.vocabulary = vocabulary
        self.engine = engine
        self.sampling = sampling
        grammars = try GrammarCompiler(TokenTrie(vocabulary.tokenizer, vocabularySize: engine.vocabularySize))
        try grammars.warm()
    }

    /// Opens a checkpoint: maps its weights, reads its tokenizer, starts an engine.
    ///
    /// - Parameters:
    ///   - directory: config.json, tokenizer.json and safetensors as published.
    ///   - name: `nil` takes the directory's name.
    ///   - threads: of the engine; 0 is one for each processor.
    package static func load(
        directory: String, name: String? = nil, threads: Int = 0, arithmetic: Arithmetic, engine configuration: EngineConfiguration,
        logger: Logger
    ) throws -> ServedModel {
        let folder = URL(filePath: directory).standardizedFileURL.resolvingSymlinksInPath()
        let tokenizer = try Tokenizer.load(directory: folder.path)
        let vocabulary = try HarmonyVocabulary(tokenizer)
        let checkpoint = try Checkpoint.open(directory: folder.path)
        let summary = try CheckpointSummary(checkpoint)
        var options = Transformer.Options()
        if threads > 0 { options.threadCount = threads }
        options.arithmetic = arithmetic
        let transformer = try Transformer(checkpoint, options: options)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "config.json").path)
        let changed = attributes[.modificationDate] as? Date ?? Date(timeIntervalSince1970: 0)
        return try ServedModel(
            name: name ?? folder.lastPathComponent, created: Int(changed.timeIntervalSince1970),
            fingerprint: "fp_" + summary.fingerprint, vocabulary: vocabulary,
            engine: InferenceEngine(model: transformer, configuration: configuration, logger: logger),
            sampling: SamplingOptions(checkpoint.configuration.sampling))
    }

    package var description: ModelDescription {
        ModelDescription(id: name, created: created, owner: "chorale")
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
