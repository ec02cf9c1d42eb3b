import Foundation

/// A model that the configuration offers.
package struct OfferedModel: Sendable, Hashable {
    /// What clients call it, and what answers say.
    package var id: String
    /// What clients may call it too.
    package var aliases: [String] = []
    /// See `CheckpointLocation`; where others run it, of its tokenizer alone.
    package var path: String
    /// Where it runs, if not here.
    package var upstreams: OfferedUpstreams?
    /// Whether it is loaded at the start and stays; else it is loaded when it is asked for.
    package var isKept = false
    /// Unused for so long, it is unloaded; `nil`: only where others need its memory.
    package var idleLimit: Duration?
    /// Memory for keys and values; `nil`: as for all.
    package var cacheBytes: Int?

    package init(id: String, path: String) {
        self.id = id
        self.path = path
    }

    package var names: [String] { [id] + aliases }
}

/// How models are loaded and unloaded.
package struct ModelLoading: Sendable, Hashable {
    /// How long a request waits for its model.
    package var waitLimit = Duration.seconds(60)
    /// Weights and caches of all loaded models together; `nil`: no limit.
    package var maximumBytes: Int?
    /// Models that are loaded at the same time; `nil`: no limit.
    package var maximumCount: Int?
    /// Bytes of what each model wrote lately.
    package var memoryBytes = 64 << 20

    package init() {}
}

extension ModelLoading {
    init(_ sources: ConfigurationSources) throws(ConfigurationError) {
        self.init()
        waitLimit = .seconds(try sources.value(Settings.loadingWaitSeconds, in: 0...86_400))
        let mebibytes = try sources.value(Settings.loadingMemoryMiB, in: 0...1 << 40)
        maximumBytes = mebibytes > 0 ? mebibytes << 20 : nil
        let count = try sources.value(Settings.loadingMaximumModels, in: 0...10_000)
        maximumCount = count > 0 ? count : nil
        memoryBytes = try sources.value(Settings.tokenMemoryMiB, in: 1...1 << 30) << 20
    }
}

extension OfferedModel {
    /// All that are offered: the one of `model`, unless that is the default and there are others, and those of `models`. The first is meant where a
    /// request may leave the model out and does.
    static func all(_ sources: ConfigurationSources) throws(ConfigurationError) -> [OfferedModel] {
        var models = try listed(sources)
        let path = try sources.value(Settings.model)
        if models.isEmpty || path != Settings.model.defaultValue {
            let name = try sources.value(Settings.modelName)
            var model = OfferedModel(id: name.isEmpty ? CheckpointLocation.id(of: path) : name, path: path)
            model.aliases = try sources.value(Settings.modelAliases)
            model.isKept = true
            models.insert(model, at: 0)
        }
        var known: Set<String> = []
        for model in models {
            for name in model.names where !known.insert(name).inserted {
                throw .badValue(setting: Settings.models.key, expected: "models with different ids and aliases: '\(name)' is there twice")
            }
        }
        return models
    }

    /// Those of `models`: a list of `ID=DIRECTORY`, or in a file a map.
    private static func listed(_ sources: ConfigurationSources) throws(ConfigurationError) -> [OfferedModel] {
        let minutes = try sources.value(Settings.loadingIdleMinutes, in: 0...1_000_000)
        let (list, source) = try sources.sourced(Settings.models)
        if source != nil {
            var models: [OfferedModel] = []
            for item in list {
                let parts = item.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                    throw .badValue(setting: Settings.models.key, expected: "a list of ID=DIRECTORY, not \(item)")
                }
                var model = OfferedModel(id: parts[0], path: parts[1])
                model.idleLimit = limit(minutes)
                models.append(model)
            }
            return models
        }
        var models: [OfferedModel] = []
        for id in sources.mappedModels {
            let upstreams = try OfferedUpstreams(of: id, sources)
            let place = upstreams == nil ? ModelField.path : .tokenizer
            guard let path: String = try sources.mapped(id, place), !path.isEmpty else {
                throw .badValue(setting: "\(Settings.models.key).\(id).\(place.rawValue)", expected: "a directory")
            }
            var model = OfferedModel(id: id, path: path)
            model.upstreams = upstreams
            model.aliases = try sources.mapped(id, .aliases) ?? []
            // What is run elsewhere takes little here.
            model.isKept = try sources.mapped(id, .keep) ?? (upstreams != nil)
            let own: Double? = try sources.mapped(id, .idleMinutes)
            model.idleLimit = limit(own ?? minutes)
            let mebibytes: Int? = try sources.mapped(id, .cacheMiB)
            guard (own ?? 0) >= 0, (1...1 << 30).contains(mebibytes ?? 1) else {
                throw .badValue(setting: "\(Settings.models.key).\(id)", expected: "with numbers of at least 0")
            }
            model.cacheBytes = mebibytes.map { $0 << 20 }
            models.append(model)
        }
        return models
    }

    private static func limit(_ minutes: Double) -> Duration? {
        minutes > 0 ? .seconds(minutes * 60) : nil
    }
}

/// What the YAML file says of a model, below `models.ID`.
enum ModelField: String, CaseIterable {
    case path, aliases, keep
    case idleMinutes = "idle-minutes"
    case cacheMiB = "cache-mib"
    case tokenizer, upstreams
    case upstreamForm = "upstream-form"
    case upstreamModel = "upstream-model"
    case upstreamKeyFile = "upstream-key-file"
    case contextLength = "context-length"
}
