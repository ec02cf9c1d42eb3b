import HTTP

/// Where the settings `host`, `port` and `listen` have the server listen.
struct ListeningPlaces {
    var addresses: [SocketAddress] = []
    var inherited: [InheritedSocket] = []

    /// - Parameter available: sockets that the process was started with.
    init(_ sources: ConfigurationSources, inherited available: [InheritedSocket]) throws(ConfigurationError) {
        let entries = try sources.value(Settings.listen)
        if entries.isEmpty {
            let port = UInt16(try sources.value(Settings.port, in: 0...65535))
            let host = try sources.value(Settings.host)
            addresses = try Self.valid(Settings.host.key) { () throws(InvalidAddress) in
                try SocketAddress.addresses(host: host, port: port)
            }
        }
        for entry in entries {
            if entry == "systemd" || entry.hasPrefix("systemd:") {
                inherited += try Self.sockets(entry, of: available)
            } else {
                addresses += try Self.valid(Settings.listen.key) { () throws(InvalidAddress) in
                    try SocketAddress.addresses(of: entry)
                }
            }
        }
        // Clients that connect to a socket which nobody accepts from would wait for ever.
        let forgotten = available.filter { socket in !inherited.contains { $0 === socket } }.map(\.name)
        guard forgotten.isEmpty else {
            throw .badValue(
                setting: Settings.listen.key,
                expected: "given with systemd in it, which handed over \(forgotten.joined(separator: ", "))")
        }
    }

    private static func sockets(_ entry: String, of available: [InheritedSocket]) throws(ConfigurationError) -> [InheritedSocket] {
        let name = entry.split(separator: ":", maxSplits: 1).dropFirst().first
        let found = available.filter { name == nil || $0.name == name.map(String.init) }
        guard found.isEmpty else { return found }
        let names = available.isEmpty ? "no sockets" : "only \(available.map(\.name).joined(separator: ", "))"
        throw .badValue(
            setting: Settings.listen.key, expected: "without \(entry): systemd handed over \(names) (LISTEN_FDS, sd_listen_fds(3))")
    }

    private static func valid(
        _ key: String, _ addresses: () throws(InvalidAddress) -> [SocketAddress]
    ) throws(ConfigurationError) -> [SocketAddress] {
        do throws(InvalidAddress) {
            return try addresses()
        } catch {
            throw .badValue(setting: key, expected: "addresses to listen on: \(error)")
        }
    }
}
