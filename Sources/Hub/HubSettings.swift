import Foundation
package import HTTP

/// Where the hub is and who asks: the variables of the environment that huggingface_hub has.
package struct HubSettings: Sendable {
    /// `https://huggingface.co`, or a mirror.
    package var endpoint: HubURL
    package var token: String?
    package var cache: CacheFolder
    package var proxies: ProxySettings
    package var authorities = ClientTrust.Authorities.system

    package init(endpoint: HubURL, token: String? = nil, cache: CacheFolder, proxies: ProxySettings = .none) {
        self.endpoint = endpoint
        self.token = token
        self.cache = cache
        self.proxies = proxies
    }

    /// - `HF_ENDPOINT`: a mirror in place of `https://huggingface.co`.
    /// - `HF_TOKEN`, else the file `HF_TOKEN_PATH`, else `token` in `HF_HOME`.
    /// - `HF_HUB_CACHE`, else `hub` in `HF_HOME`, which is `~/.cache/huggingface` (`XDG_CACHE_HOME` in the place of `~/.cache`).
    /// - `HTTPS_PROXY` and so on: ``ProxySettings``.
    package init(environment: [String: String]) throws(HubError) {
        let home = Self.home(environment)
        let endpoint = Self.text("HF_ENDPOINT", environment) ?? "https://huggingface.co"
        guard let url = HubURL(endpoint) else {
            throw .invalidSetting(name: "HF_ENDPOINT", value: endpoint, expected: "an address such as https://huggingface.co")
        }
        var token = Self.text("HF_TOKEN", environment)
        if token == nil { token = try Self.token(inFile: Self.text("HF_TOKEN_PATH", environment) ?? home + "/token") }
        if let token, !token.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) {
            throw .invalidSetting(name: "the token", value: "…", expected: "visible characters without blanks")
        }
        self.init(
            endpoint: url, token: token, cache: CacheFolder(environment: environment), proxies: try ProxySettings(environment: environment))
    }

    /// What a variable says; nil where it is not set, or empty.
    static func text(_ name: String, _ environment: [String: String]) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `HF_HOME`
    static func home(_ environment: [String: String]) -> String {
        if let home = text("HF_HOME", environment) { return expanded(home, environment) }
        let caches = text("XDG_CACHE_HOME", environment).map { expanded($0, environment) } ?? user(environment) + "/.cache"
        return caches + "/huggingface"
    }

    /// `~` at the beginning stands for the user's folder.
    static func expanded(_ path: String, _ environment: [String: String]) -> String {
        path == "~" || path.hasPrefix("~/") ? user(environment) + path.dropFirst() : path
    }

    private static func user(_ environment: [String: String]) -> String {
        text("HOME", environment) ?? FileManager.default.homeDirectoryForCurrentUser.path
    }

    private static func token(inFile path: String) throws(HubError) -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let token = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
            return token.isEmpty ? nil : token
        } catch {
            throw .system(call: "reading", path: path, reason: error.localizedDescription)
        }
    }
}
