import HTTP

extension HTTPServerConfiguration {
    /// What is taken from clients: how large, how fast, how often.
    mutating func readLimits(_ sources: ConfigurationSources) throws(ConfigurationError) {
        maximumConnections = try sources.value(Settings.maximumConnections, in: 1...1_000_000)
        maximumConnectionsPerAddress = try sources.value(Settings.maximumConnectionsPerAddress, in: 0...1_000_000)
        maximumRequestsPerConnection = try sources.value(Settings.maximumRequestsPerConnection, in: 0...Int.max)
        limits.requestLine = try sources.value(Settings.maximumRequestLineBytes, in: 64...1 << 20)
        limits.fieldLine = try sources.value(Settings.maximumFieldBytes, in: 64...1 << 20)
        limits.fieldSection = try sources.value(Settings.maximumHeaderBytes, in: 64...1 << 24)
        limits.fieldCount = try sources.value(Settings.maximumHeaderFields, in: 1...10_000)
        limits.body = try sources.value(Settings.maximumBodyMiB, in: 1...4096) << 20
        timeouts.tlsHandshake = try sources.duration(Settings.handshakeSeconds)
        timeouts.header = try sources.duration(Settings.headerSeconds)
        timeouts.bodyStall = try sources.duration(Settings.bodySeconds)
        timeouts.body = try sources.duration(Settings.bodyTotalSeconds)
        timeouts.idle = try sources.duration(Settings.idleSeconds)
        timeouts.write = try sources.duration(Settings.writeSeconds)
        timeouts.linger = try sources.duration(Settings.lingerSeconds)
        rates.body = try sources.value(Settings.minimumBodyRate, in: 0...1_000_000_000)
        rates.response = try sources.value(Settings.minimumResponseRate, in: 0...1_000_000_000)
        rates.grace = try sources.duration(Settings.rateGraceSeconds)
        halfClose = try sources.value(Settings.halfClose)
    }
}

extension ProxyPolicy {
    init(_ sources: ConfigurationSources) throws(ConfigurationError) {
        self.init()
        let list = try sources.value(Settings.trustedProxies)
        do throws(InvalidProxy) {
            trusted = try TrustedProxies(list.joined(separator: ","))
        } catch {
            throw .badValue(setting: Settings.trustedProxies.key, expected: "a list of addresses and ranges: \(error)")
        }
        fields = try sources.value(Settings.proxyFields)
        expectsHeader = try sources.value(Settings.proxyProtocol)
        guard !expectsHeader || !trusted.isEmpty else {
            throw .badValue(setting: Settings.trustedProxies.key, expected: "given together with \(Settings.proxyProtocol.key)")
        }
    }
}

extension BasePath {
    init(_ sources: ConfigurationSources) throws(ConfigurationError) {
        let text = try sources.value(Settings.basePath)
        do throws(InvalidBasePath) {
            try self.init(text)
        } catch {
            throw .badValue(setting: Settings.basePath.key, expected: "a path such as /chorale, not \(text)")
        }
    }
}

extension HostPolicy {
    /// - Parameter isGuarded: whether keys are asked for, which another site's page does not have, or proxies are trusted, by which
    ///   clients ask for a public name.
    init(_ sources: ConfigurationSources, isGuarded: Bool) throws(ConfigurationError) {
        let names = try sources.value(Settings.allowedHosts)
        if names.contains("*") {
            self = .any
        } else if names.isEmpty {
            self = isGuarded ? .any : .anyButOfLocalBrowsers
        } else {
            self = .only(Set(names.map { $0.lowercased() }))
        }
    }
}
