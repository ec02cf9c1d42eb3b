import Foundation
import GPTOSS
import HTTP
import Harmony
package import Logging
import Metrics
import Tokenization
import Upstream

extension ServedModel {
    /// A model that others run: its tokenizer is read here, and nothing else.
    package static func remote(
        _ model: OfferedModel, on upstreams: OfferedUpstreams, _ defaults: UpstreamDefaults, metrics: MetricsRegistry, logger: Logger
    ) throws -> ServedModel {
        let tokenizer = try CheckpointFiles(CheckpointLocation(model.path).directory).tokenizer()
        let vocabulary = try HarmonyVocabulary(tokenizer)
        var configuration = UpstreamConfiguration(model: upstreams.model ?? model.id)
        configuration.form = upstreams.form
        configuration.places = upstreams.places
        configuration.key = try upstreams.keyFile.map { path throws(UnreadableFile) in
            String(decoding: try contents(ofFile: path), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        configuration.contextLength = upstreams.contextLength
        configuration.maximumStreams = defaults.maximumStreams
        configuration.tokensPerEvent = defaults.tokensPerEvent
        configuration.patience = defaults.patience
        configuration.continues = defaults.continues
        configuration.healthInterval = defaults.healthInterval
        configuration.affinityMarker = [vocabulary.start] + tokenizer.encode(Role.assistant.rawValue)
        configuration.formatTokens = vocabulary.formatTokens
        configuration.pieces = tokenizer
        let factory = ModelMetrics(registry: metrics, model: model.id)
        return try ServedModel(
            name: model.id, fingerprint: "fp_" + upstreams.form.rawValue, vocabulary: vocabulary,
            engine: RemoteEngine(
                configuration, vocabularySize: tokenizer.vocabularySize,
                clients: (0..<AvailableCores.count).map { _ in
                    try HTTPClient(trust: ClientTrust(defaults.authorities), timeouts: defaults.timeouts)
                }, metrics: factory, logger: logger),
            grammarMeter: GrammarMeter(metrics, model: model.id))
    }
}

extension Tokenizer: TokenPieces {}
