package import Engine
import Foundation
package import GPTOSS
package import HTTP
package import Logging
package import OpenAI
package import Storage

/// What `chorale serve` runs with, every value read and checked.
package struct ServerConfiguration: Sendable {
    /// What is served; see `OfferedModel.all`.
    package var models: [OfferedModel]
    package var loading: ModelLoading
    package var upstreams: UpstreamDefaults
    /// Threads of the engine; 0 is one for each processor.
    package var threads: Int
    package var arithmetic: Arithmetic
    package var cachePrecision: CachePrecision
    package var instructionSet: InstructionSet
    package var isReproducible: Bool
    package var pinsThreads: Bool
    package var locksWeights: Bool
    package var packing: Packing
    package var engine: EngineConfiguration
    package var http: HTTPServerConfiguration
    package var basePath: BasePath
    package var hosts: HostPolicy
    /// A silent event stream gets a comment this often.
    package var pingInterval: Duration
    package var answers: AnswerDefaults
    package var store: StoreConfiguration
    package var operation: OperationConfiguration
    package var logLevel: Logger.Level

    /// Of this process, with its environment and the sockets that it was started with. Call it once, before there are other threads.
    /// - Parameters:
    ///   - arguments: the command line's settings, as `--key value` or `--key=value`.
    ///   - filePath: a YAML file.
    package init(arguments: [String], filePath: String?) throws {
        let inherited = try InheritedSocket.takeAll()
        try self.init(
            ConfigurationSources(arguments: arguments, environment: ProcessInfo.processInfo.environment, filePath: filePath),
            inherited: inherited)
    }

    /// - Parameter inherited: sockets that the process was started with, all of which `listen` has to name.
    package init(_ sources: ConfigurationSources, inherited: [InheritedSocket] = []) throws {
        models = try OfferedModel.all(sources)
        loading = try ModelLoading(sources)
        upstreams = try UpstreamDefaults(sources)
        threads = try sources.value(Settings.threads, in: 0...1024)
        arithmetic = try sources.value(Settings.compute).arithmetic
        cachePrecision = try sources.value(Settings.cachePrecision).precision
        guard let set = try sources.value(Settings.kernels).instructionSet else {
            throw ConfigurationError.badValue(
                setting: Settings.kernels.key,
                expected: "best or one of this machine's: " + InstructionSet.available.map(\.rawValue).joined(separator: ", "))
        }
        instructionSet = set
        isReproducible = try sources.value(Settings.reproducible)
        pinsThreads = try sources.value(Settings.pinThreads)
        locksWeights = try sources.value(Settings.lockMemory)
        packing = try sources.value(Settings.packedWeights)
        engine = try EngineConfiguration(sources)
        http = try HTTPServerConfiguration(sources, inherited: inherited)
        basePath = try BasePath(sources)
        pingInterval = try sources.duration(Settings.pingSeconds)
        answers = try AnswerDefaults(sources)
        store = try StoreConfiguration(sources)
        operation = try OperationConfiguration(sources)
        hosts = try HostPolicy(sources, isGuarded: operation.keys != nil || !http.proxies.trusted.isEmpty)
        logLevel = try sources.value(Settings.logLevel).level
    }
}

extension ServerConfiguration {
    /// How the network computes.
    package var network: Transformer.Options {
        var options = Transformer.Options()
        if threads > 0 { options.threadCount = threads }
        options.arithmetic = arithmetic
        options.cachePrecision = cachePrecision
        options.instructionSet = instructionSet
        options.isReproducible = isReproducible
        options.pinsThreads = pinsThreads
        options.locksWeights = locksWeights
        options.packing = packing
        return options
    }
}

/// What answers are made with where a request says nothing.
package struct AnswerDefaults: Sendable {
    package var effort: RequestedEffort
    package var identity: String?
    package var knowledgeCutoff: String?
    /// `today`, a fixed date, or `nil`.
    package var currentDate: String?
    /// Whether reasoning is also sent as `reasoning_content`.
    package var repeatsReasoning: Bool
    /// File with the secret for reasoning that clients keep; `nil`: it lives as long as the process.
    package var reasoningKey: String?

    init(_ sources: ConfigurationSources) throws(ConfigurationError) {
        effort = try sources.value(Settings.reasoningEffort).effort
        identity = try sources.text(Settings.identity)
        knowledgeCutoff = try sources.text(Settings.knowledgeCutoff)
        currentDate = try sources.text(Settings.currentDate)
        repeatsReasoning = try sources.value(Settings.reasoningContent)
        reasoningKey = try sources.text(Settings.reasoningKey)
    }

    /// The system message's content as of a day, given as `2026-11-23`.
    package func profile(today: String) -> SystemProfile {
        SystemProfile(
            identity: identity, knowledgeCutoff: knowledgeCutoff, currentDate: currentDate == "today" ? today : currentDate,
            defaultEffort: effort)
    }
}

/// Where stored responses are kept and for how long.
package struct StoreConfiguration: Sendable {
    package var place: StorePlace
    /// Whether other servers use it too.
    package var isShared: Bool
    /// After which a server that says nothing is taken for dead, in whole seconds.
    package var lease: Duration
    package var lifetime: Duration
    package var maximumCount: Int
    package var maximumBytes: Int
    /// Whether what is stored may become training data where its metadata do not say.
    package var allowsTraining: Bool

    init(_ sources: ConfigurationSources) throws(ConfigurationError) {
        place = try Self.place(sources)
        lease = .seconds(try sources.value(Settings.storeLeaseSeconds, in: 1...86_400))
        switch place {
        case .postgreSQL: isShared = true
        case .file: isShared = try sources.value(Settings.storeShared)
        case .memory:
            isShared = false
            guard try !sources.value(Settings.storeShared) else {
                throw ConfigurationError.badValue(setting: Settings.storeShared.key, expected: "false where there is no store.path")
            }
        }
        lifetime = .seconds(try sources.value(Settings.storeHours, in: 0...1e6) * 3600)
        maximumCount = try sources.value(Settings.storeCount, in: 0...Int.max)
        maximumBytes = try sources.value(Settings.storeMiB, in: 1...1 << 30) << 20
        allowsTraining = try sources.value(Settings.storeTraining)
    }

    private static func place(_ sources: ConfigurationSources) throws(ConfigurationError) -> StorePlace {
        let path = try sources.text(Settings.storePath)
        var url = try sources.text(Settings.storeURL)
        if let file = try sources.text(Settings.storeURLFile) {
            guard url == nil else { throw .badValue(setting: Settings.storeURLFile.key, expected: "empty where store.url is given") }
            do {
                url = String(decoding: try contents(ofFile: file), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            } catch {
                throw .unreadableFile(path: file, reason: error.reason)
            }
        }
        guard let url else { return path.map { .file($0) } ?? .memory }
        guard path == nil else { throw .badValue(setting: Settings.storePath.key, expected: "empty where store.url is given") }
        guard StorePlace.isURL(url) else { throw .badValue(setting: Settings.storeURL.key, expected: "postgresql://USER@HOST/DATABASE") }
        return .postgreSQL(url: url, connections: try sources.value(Settings.storeConnections, in: 1...100))
    }
}

extension EngineConfiguration {
    fileprivate init(_ sources: ConfigurationSources) throws(ConfigurationError) {
        self.init()
        contextLength = try sources.value(Settings.contextTokens, in: 2...Int.max)
        maximumBatch = try sources.value(Settings.maximumBatch, in: 1...1024)
        prefillChunk = try sources.value(Settings.prefillTokens, in: 1...65536)
        prefillLimit = try sources.duration(Settings.prefillSeconds)
        speculation = try sources.value(Settings.speculation).speculation
        queueLimit = try sources.value(Settings.queueLimit, in: 1...1_000_000)
        let seconds = try sources.value(Settings.queueSeconds, in: 0...31_536_000)
        queueDeadline = seconds > 0 ? .seconds(seconds) : nil
        cacheBudget = .bytes(try sources.value(Settings.cacheMiB, in: 1...1 << 30) << 20)
    }
}

extension HTTPServerConfiguration {
    fileprivate init(_ sources: ConfigurationSources, inherited: [InheritedSocket]) throws(ConfigurationError) {
        let places = try ListeningPlaces(sources, inherited: inherited)
        self.init(addresses: places.addresses)
        self.inherited = places.inherited
        listening.socketMode = try sources.value(Settings.socketMode).bits
        listening.reusesPort = try sources.value(Settings.reusePort)
        tls = try TLSConfiguration(sources)
        try readLimits(sources)
        proxies = try ProxyPolicy(sources)
        drainLimit = try sources.duration(Settings.drainSeconds)
    }
}

extension TLSConfiguration {
    /// Nil where TLS is off.
    fileprivate init?(_ sources: ConfigurationSources) throws(ConfigurationError) {
        let authorities = try sources.text(Settings.tlsClientAuthorities)
        switch (try sources.text(Settings.tlsCertificate), try sources.text(Settings.tlsKey)) {
        case (let certificate?, let key?):
            self.init(certificateChain: certificate, privateKey: key, clientAuthorities: authorities)
        case (nil, nil):
            guard authorities == nil else {
                throw .badValue(setting: Settings.tlsClientAuthorities.key, expected: "given together with tls.certificate and tls.key")
            }
            return nil
        case (nil, _?):
            throw .badValue(setting: Settings.tlsCertificate.key, expected: "given together with tls.key")
        case (_?, nil):
            throw .badValue(setting: Settings.tlsKey.key, expected: "given together with tls.certificate")
        }
    }
}

extension ConfigurationSources {
    /// A value within bounds, which the error names.
    func value<Value: SettingValue & Comparable>(
        _ setting: Setting<Value>, in bounds: ClosedRange<Value>
    ) throws(ConfigurationError) -> Value {
        let value = try value(setting)
        guard bounds.contains(value) else {
            let isOpen = bounds.upperBound.text == Int.max.text
            throw .badValue(
                setting: setting.key,
                expected: isOpen ? "at least \(bounds.lowerBound.text)" : "from \(bounds.lowerBound.text) to \(bounds.upperBound.text)")
        }
        return value
    }

    /// Seconds, more than none and at most a year.
    func duration(_ setting: Setting<Double>) throws(ConfigurationError) -> Duration {
        .seconds(try value(setting, in: 0.001...31_536_000))
    }

    /// Text, `nil` where it is empty.
    func text(_ setting: Setting<String>) throws(ConfigurationError) -> String? {
        let text = try value(setting)
        return text.isEmpty ? nil : text
    }
}
