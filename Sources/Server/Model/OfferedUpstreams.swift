package import HTTP
package import Upstream

/// Where a model runs that runs elsewhere, as the configuration has it.
package struct OfferedUpstreams: Sendable, Hashable {
    package var form = UpstreamForm.vLLM
    package var places: [UpstreamConfiguration.Place]
    /// Its name there; `nil`: its id here.
    package var model: String?
    /// File with a bearer key.
    package var keyFile: String?
    package var contextLength = 131_072

    package init(places: [UpstreamConfiguration.Place]) {
        self.places = places
    }

    /// What the file says of a model; `nil` where it has none.
    init?(of id: String, _ sources: ConfigurationSources) throws(ConfigurationError) {
        func wrong(_ field: ModelField, _ expected: String) -> ConfigurationError {
            .badValue(setting: "\(Settings.models.key).\(id).\(field.rawValue)", expected: expected)
        }
        guard let addresses: [String] = try sources.mapped(id, .upstreams) else { return nil }
        var places: [UpstreamConfiguration.Place] = []
        for address in addresses {
            guard let place = UpstreamConfiguration.Place(address) else {
                throw wrong(.upstreams, "http:// or https:// addresses, not \(address)")
            }
            guard !places.contains(place) else { throw wrong(.upstreams, "different addresses: \(address) is there twice") }
            places.append(place)
        }
        guard !places.isEmpty else { throw wrong(.upstreams, "one address at least") }
        self.init(places: places)
        if let text: String = try sources.mapped(id, .upstreamForm) {
            guard let form = UpstreamForm(rawValue: text) else {
                throw wrong(.upstreamForm, "one of " + UpstreamForm.allCases.map(\.rawValue).joined(separator: ", "))
            }
            self.form = form
        }
        model = try sources.mapped(id, .upstreamModel)
        keyFile = try sources.mapped(id, .upstreamKeyFile)
        if let length: Int = try sources.mapped(id, .contextLength) {
            guard (2...1 << 24).contains(length) else { throw wrong(.contextLength, "a number of tokens") }
            contextLength = length
        }
    }
}

/// How upstreams are dealt with, whatever the model.
package struct UpstreamDefaults: Sendable {
    package var timeouts = HTTPClient.Timeouts()
    package var patience: Duration
    package var healthInterval: Duration
    package var continues: Bool
    package var tokensPerEvent: Int
    package var maximumStreams: Int
    package var authorities: ClientTrust.Authorities

    init(_ sources: ConfigurationSources) throws(ConfigurationError) {
        timeouts.connect = try sources.duration(Settings.upstreamConnectSeconds)
        timeouts.stall = try sources.duration(Settings.upstreamStallSeconds)
        patience = try sources.duration(Settings.upstreamWaitSeconds)
        healthInterval = try sources.duration(Settings.upstreamHealthSeconds)
        continues = try sources.value(Settings.upstreamContinue)
        tokensPerEvent = try sources.value(Settings.upstreamTokensPerEvent, in: 1...64)
        maximumStreams = try sources.value(Settings.upstreamMaximumStreams, in: 1...1_000_000)
        authorities = try sources.text(Settings.upstreamAuthorities).map { .file($0) } ?? .system
    }
}
