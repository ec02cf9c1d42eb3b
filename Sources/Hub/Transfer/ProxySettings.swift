import Foundation
package import HTTP

/// Which requests go through which proxy: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in lower case first, as curl reads them.
package struct ProxySettings: Sendable, Hashable {
    package var secure: ClientProxy?
    package var plain: ClientProxy?
    /// Hosts that are asked without one: a name, with all below it; `*`: all.
    package var exceptions: [String] = []

    package static let none = ProxySettings()

    private init() {}

    package init(environment: [String: String]) throws(HubError) {
        func proxy(_ name: String) throws(HubError) -> ClientProxy? {
            for variable in [name, name.uppercased()] {
                if let text = HubSettings.text(variable, environment) { return try Self.proxy(text, variable: variable) }
            }
            return nil
        }
        let all = try proxy("all_proxy")
        secure = try proxy("https_proxy") ?? all
        plain = try proxy("http_proxy") ?? all
        let list = HubSettings.text("no_proxy", environment) ?? HubSettings.text("NO_PROXY", environment) ?? ""
        exceptions = list.split { $0 == "," || $0 == " " }.map { String($0.drop { $0 == "." }).lowercased() }
    }

    package func proxy(for origin: ClientOrigin) -> ClientProxy? {
        let isException = exceptions.contains { name in
            name == "*" || name == origin.host || name == origin.authority || origin.host.hasSuffix("." + name)
        }
        return isException ? nil : origin.isSecure ? secure : plain
    }

    /// From `http://user:password@host:port`; the scheme may be left out.
    private static func proxy(_ text: String, variable: String) throws(HubError) -> ClientProxy {
        let whole = text.contains("://") ? text : "http://" + text
        guard let url = URL(string: whole), url.scheme?.lowercased() == "http", let host = url.host(percentEncoded: false), !host.isEmpty,
            url.port.map({ 1...65535 ~= $0 }) ?? true
        else { throw .invalidSetting(name: variable, value: "…", expected: "a proxy's address, such as http://proxy:3128") }
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        // RFC 7617 §2
        let authorization = url.user(percentEncoded: false).map { user in
            "Basic " + Data("\(user):\(url.password(percentEncoded: false) ?? "")".utf8).base64EncodedString()
        }
        return ClientProxy(ClientOrigin(isSecure: false, host: name, port: url.port.map(UInt16.init)), authorization: authorization)
    }
}
