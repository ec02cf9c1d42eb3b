import Foundation
import HTTP
import Server
import Storage
import Testing

@Suite struct ConfigurationTests {
    @Test func flagWinsOverEnvironmentOverFileOverDefault() throws {
        let path = try configurationFile("model: m\nport: 1\nthreads: 1\nhttp:\n  idle-seconds: 1\n")
        let configuration = try ServerConfiguration(
            ConfigurationSources(
                arguments: ["--port", "3"], environment: ["CHORALE_PORT": "2", "CHORALE_THREADS": "2"], filePath: path))
        #expect(configuration.http.addresses.map(\.port) == [3])
        #expect(configuration.threads == 2)
        #expect(configuration.http.timeouts.idle == .seconds(1))
        #expect(configuration.http.timeouts.write == .seconds(60))
    }

    @Test func takesFlagsInBothForms() throws {
        let sources = try ConfigurationSources(arguments: ["--model=a", "--http-idle-seconds", "2.5"])
        #expect(try ServerConfiguration(sources).models.map(\.path) == ["a"])
        #expect(try ServerConfiguration(sources).http.timeouts.idle == .milliseconds(2500))
    }

    @Test(arguments: [
        (["--prot", "1"], ConfigurationError.unknownFlag("--prot", nearest: "--port")),
        (["--quota=3"], .unknownFlag("--quota", nearest: nil)),
        (["8080"], .strayArgument("8080")),
    ])
    func refusesWhatIsNoSetting(arguments: [String], error: ConfigurationError) {
        #expect(throws: error) { try ConfigurationSources(arguments: arguments) }
    }

    @Test(arguments: [
        ["--port", "65536"], ["--port", "-1"], ["--port", "http"], ["--http-half-close", "maybe"],
        ["--engine-maximum-batch", "0"], ["--http-idle-seconds", "0"], ["--threads", "1.5"], ["--log-level", "loud"],
        ["--host", "not an address"], ["--listen", "127.0.0.1"], ["--listen", "8080"], ["--listen", "::1:80"], ["--listen", "unix:"],
        ["--listen", "systemd"], ["--socket-mode", "rw"], ["--socket-mode", "1777"], ["--socket-mode", "0668"], ["--reuse-port", "maybe"],
        ["--proxies-trusted", "localhost"], ["--proxies-trusted", "10.0.0.1/8"],
        ["--proxies-fields", "both"],
        ["--proxies-protocol", "true"], ["--http-base-path", "chorale"], ["--http-minimum-body-rate", "-1"],
        ["--http-maximum-header-fields", "0"], ["--http-maximum-connections-per-address", "-1"],
    ])
    func refusesValuesOutOfBounds(arguments: [String]) throws {
        let sources = try ConfigurationSources(arguments: ["--model", "m"] + arguments)
        #expect(throws: (any Error).self) { try ServerConfiguration(sources) }
    }

    @Test func listensWhereTheListSays() throws {
        let path = try configurationFile(
            """
            port: 1
            listen: ["127.0.0.1:2", "[::1]:3", "unix:/run/a b.sock"]
            socket-mode: 0600
            reuse-port: true
            """)
        let sources = try ConfigurationSources(filePath: path)
        let http = try ServerConfiguration(sources).http
        #expect(http.addresses.map(\.description) == ["127.0.0.1:2", "[::1]:3", "unix:/run/a b.sock"])
        #expect(http.listening.socketMode == 0o600)
        #expect(http.listening.reusesPort)
    }

    @Test(arguments: [
        (["--listen", "127.0.0.1:2,127.0.0.2:3"], [:]), (["--listen", "127.0.0.1:2", "--listen=127.0.0.2:3"], [:]),
        ([], ["CHORALE_LISTEN": "127.0.0.1:2, 127.0.0.2:3"]), (["--listen", "127.0.0.1:2, ,127.0.0.2:3,"], ["CHORALE_LISTEN": "[::]:4"]),
    ])
    func takesListsFromFlagsAndTheEnvironment(_ arguments: [String], _ environment: [String: String]) throws {
        let sources = try ConfigurationSources(arguments: arguments, environment: environment)
        #expect(try ServerConfiguration(sources).http.addresses.map(\.description) == ["127.0.0.1:2", "127.0.0.2:3"])
    }

    @Test func saysWhatIsWrongWithAnAddress() throws {
        let sources = try ConfigurationSources(arguments: ["--listen", "127.0.0.1:1,::1:80"])
        let error = #expect(throws: ConfigurationError.self) { try ServerConfiguration(sources) }
        #expect(
            error?.description == "listen must be addresses to listen on: ::1:80 needs brackets around the IPv6 address, as [::1]:8080 has")
    }

    @Test func refusesAListThatIsNone() throws {
        let path = try configurationFile("listen: 127.0.0.1:80\n")
        let error = #expect(throws: ConfigurationError.self) { try ServerConfiguration(ConfigurationSources(filePath: path)) }
        #expect(error == .badValue(setting: "listen in \(path)", expected: "a list"))
    }

    @Test func readsWhomItBelievesAndWhatItBounds() throws {
        let path = try configurationFile(
            """
            model: m
            http:
              base-path: /chorale/
              maximum-connections-per-address: 7
              maximum-requests-per-connection: 0
              maximum-header-bytes: 8192
              minimum-response-rate: 1000
            proxies:
              trusted: ["127.0.0.1", "10.0.0.0/8", "unix"]
              fields: x-forwarded
              protocol: true
            """)
        let configuration = try ServerConfiguration(ConfigurationSources(filePath: path))
        #expect(try configuration.basePath == BasePath("/chorale"))
        #expect(try configuration.http.proxies.trusted == TrustedProxies("127.0.0.1 10.0.0.0/8 unix"))
        #expect(configuration.hosts == .any)
        #expect(configuration.http.proxies.fields == .xForwarded)
        #expect(configuration.http.proxies.expectsHeader)
        #expect(configuration.http.maximumConnectionsPerAddress == 7)
        #expect(configuration.http.maximumRequestsPerConnection == 0)
        #expect(configuration.http.limits.fieldSection == 8192)
        #expect(configuration.http.rates.response == 1000)
    }

    @Test(arguments: [
        ([], HostPolicy.anyButOfLocalBrowsers), (["--http-allowed-hosts", "*"], .any), (["--proxies-trusted", "127.0.0.1"], .any),
        (["--http-allowed-hosts", "Chat.example.com,a.example"], .only(["chat.example.com", "a.example"])),
    ])
    func answersForTheHostsThatItIsToldOf(_ arguments: [String], _ expected: HostPolicy) throws {
        #expect(try ServerConfiguration(ConfigurationSources(arguments: arguments)).hosts == expected)
    }

    @Test func answersForAnyHostWhereKeysAreAskedFor() throws {
        let sources = try ConfigurationSources(environment: ["CHORALE_API_KEYS": "sk-0123456789abcdef"])
        #expect(try ServerConfiguration(sources).hosts == .any)
    }

    /// Of the limits of HTTP, the defaults that ship are those of the server.
    @Test func boundsWithoutSettingsWhatTheServerBounds() throws {
        let configured = try ServerConfiguration(ConfigurationSources(arguments: ["--model", "m"])).http
        let plain = HTTPServerConfiguration(addresses: configured.addresses)
        #expect(configured.limits == plain.limits)
        #expect(configured.timeouts == plain.timeouts)
        #expect(configured.rates == plain.rates)
        #expect(configured.proxies == plain.proxies)
        #expect(configured.maximumConnectionsPerAddress == plain.maximumConnectionsPerAddress)
        #expect(configured.maximumRequestsPerConnection == plain.maximumRequestsPerConnection)
    }

    @Test(arguments: [
        ["--tls-certificate", "a"], ["--tls-key", "a"], ["--tls-client-ca", "a"], ["--tls-key", "a", "--tls-client-ca", "a"],
    ])
    func refusesHalfOfTLS(arguments: [String]) throws {
        let sources = try ConfigurationSources(arguments: ["--model", "m"] + arguments)
        #expect(throws: ConfigurationError.self) { try ServerConfiguration(sources) }
    }

    @Test func takesCertificateAndKeyFromTheFile() throws {
        #expect(try ServerConfiguration(ConfigurationSources(arguments: ["--model", "m"])).http.tls == nil)
        let path = try configurationFile("model: m\ntls:\n  certificate: c.pem\n  key: k.pem\nhttp:\n  tls-handshake-seconds: 3\n")
        let http = try ServerConfiguration(ConfigurationSources(arguments: ["--tls-client-ca", "ca.pem"], filePath: path)).http
        #expect(http.tls == TLSConfiguration(certificateChain: "c.pem", privateKey: "k.pem", clientAuthorities: "ca.pem"))
        #expect(http.timeouts.tlsHandshake == .seconds(3))
    }

    @Test func takesADatabaseInPlaceOfAFile() throws {
        let url = "postgresql://me:secret@db/chorale"
        let file = try configurationFile(url + "\n")
        for sources in [
            try ConfigurationSources(environment: ["CHORALE_STORE_URL": url]),
            try ConfigurationSources(arguments: ["--store-url-file", file]),
        ] {
            let store = try ServerConfiguration(sources).store
            #expect(store.place == .postgreSQL(url: url, connections: 4))
            #expect(store.isShared)
            #expect(try !ConfigurationReport(sources).text().contains("secret"))
        }
    }

    @Test(arguments: [
        ["--store-path", "store.sqlite"], ["--store-url-file", "/nowhere"], ["--store-connections", "0"], ["--store-lease-seconds", "0"],
    ])
    func refusesWhatDoesNotGoWithADatabase(arguments: [String]) throws {
        let sources = try ConfigurationSources(arguments: arguments, environment: ["CHORALE_STORE_URL": "postgresql://db/chorale"])
        #expect(throws: ConfigurationError.self) { try ServerConfiguration(sources) }
    }

    @Test(arguments: [["--store-shared", "true"], ["--store-url-file", "/nowhere"]])
    func refusesAStoreThatCannotBeShared(arguments: [String]) throws {
        #expect(throws: ConfigurationError.self) { try ServerConfiguration(ConfigurationSources(arguments: arguments)) }
    }

    @Test func refusesAnAddressThatIsNoDatabases() throws {
        let sources = try ConfigurationSources(environment: ["CHORALE_STORE_URL": "mysql://db/chorale"])
        #expect(throws: ConfigurationError.badValue(setting: "store.url", expected: "postgresql://USER@HOST/DATABASE")) {
            try ServerConfiguration(sources)
        }
    }

    @Test func refusesAFileThatIsNoYAML() throws {
        let path = try configurationFile("model: [")
        #expect(throws: ConfigurationError.self) { try ConfigurationSources(filePath: path) }
    }

    @Test(arguments: [
        ("http:\n  idle-secnods: 1\n", "http.idle-secnods", "http.idle-seconds"), ("http:\n  idle: 1\n", "http.idle", "http.idle-seconds"),
        ("model: m\nquota: 3\n", "quota", nil),
    ])
    func refusesAKeyThatIsNoSetting(yaml: String, key: String, nearest: String?) throws {
        let path = try configurationFile(yaml)
        #expect(throws: ConfigurationError.unknownKey(key, path: path, nearest: nearest)) { try ConfigurationSources(filePath: path) }
    }

    @Test(arguments: ["a: [1,\n b", nil])
    func saysInOneLineWhyAFileCannotBeRead(yaml: String?) throws {
        let path = try yaml.map(configurationFile) ?? "/nothing/here.yaml"
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationSources(filePath: path) }
        let text = try #require(error?.description)
        #expect(text.contains(path))
        #expect(!text.contains("\n"))
        #expect(!text.contains("NSCocoaErrorDomain"))
    }

    /// Every setting stands in the file that ships, with its default.
    @Test func theShippedFileHasEverySettingWithItsDefault() throws {
        let text = try String(contentsOf: packageRoot.appending(path: "config/server.yaml"), encoding: .utf8)
        let shipped = try ConfigurationSources(filePath: try configurationFile(text))
        var keys: Set<String> = []
        var section = ""
        for line in text.split(separator: "\n") where !line.trimmingCharacters(in: .whitespaces).hasPrefix("#") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let key = line[..<colon].trimmingCharacters(in: .whitespaces)
            if line.hasPrefix(" ") {
                keys.insert(section + "." + key)
            } else if line[colon...].trimmingCharacters(in: .whitespaces) == ":" {
                section = key
            } else {
                keys.insert(key)
            }
        }
        let settings = Settings.all.filter { !$0.isSecret }
        #expect(keys == Set(settings.map(\.key)))
        for setting in settings {
            #expect(try setting.isDefault(in: shipped), "\(setting.key)")
        }
    }

    @Test func theReadmeHasTheTable() throws {
        let readme = try String(contentsOf: packageRoot.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains(Settings.markdownTable))
    }
}

/// The folder with Package.swift.
let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
