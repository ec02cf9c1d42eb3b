import Foundation
import HTTP

/// A proxy with the site file that ships, on a Unix socket in a folder of its own: no port to collide on.
final class ProxySite: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case nginx, caddy, haproxy

        var program: String? {
            ["/usr/sbin/", "/usr/bin/", "/usr/local/bin/"].map { $0 + rawValue }.first { access($0, X_OK) == 0 }
        }

        static var installed: [Kind] { allCases.filter { $0.program != nil } }
        static var absent: [Kind] { allCases.filter { $0.program == nil } }
    }

    /// Where it listens.
    let address: SocketAddress
    private let process = Process()
    private let folder: URL

    /// - Parameter upstream: the server's port.
    init(_ kind: Kind, upstream: Int) throws {
        guard let program = kind.program else { throw RawClientError.noConnection }
        folder = FileManager.default.temporaryDirectory.appending(path: "proxy-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let socket = folder.appending(path: "s").path
        address = try SocketAddress("unix:" + socket)
        process.executableURL = URL(filePath: program)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.environment = ["HOME": folder.path, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        switch kind {
        case .nginx:
            try write(
                "site.conf",
                Self.shipped("nginx.conf", ["listen 80;": "listen unix:\(socket);", "127.0.0.1:8080": "127.0.0.1:\(upstream)"]))
            try write(
                "nginx.conf",
                """
                user root;
                pid \(folder.path)/pid;
                error_log stderr;
                events {}
                http { access_log off; client_body_temp_path \(folder.path)/body; proxy_temp_path \(folder.path)/proxy; include site.conf; }
                """)
            process.arguments = ["-p", folder.path, "-c", folder.appending(path: "nginx.conf").path, "-g", "daemon off;"]
        case .caddy:
            try write(
                "Caddyfile",
                "{\n\tadmin off\n}\n"
                    + Self.shipped("Caddyfile", ["{$CHORALE_SITE:localhost} {": "http://localhost {\n\tbind unix/\(socket)"]))
            process.environment?["CHORALE_UPSTREAM"] = "127.0.0.1:\(upstream)"
            process.arguments = ["run", "--config", folder.appending(path: "Caddyfile").path, "--adapter", "caddyfile"]
        case .haproxy:
            try write(
                // A machine that is starved for a moment is no server that is down.
                "haproxy.cfg",
                Self.shipped(
                    "haproxy.cfg",
                    [
                        "bind :80\n": "bind unix@\(socket)\n", "127.0.0.1:8080": "127.0.0.1:\(upstream)",
                        "inter 2s fall 2": "inter 60s fall 10",
                    ]))
            process.arguments = ["-db", "-f", folder.appending(path: "haproxy.cfg").path]
        }
        try process.run()
    }

    deinit {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Waits until it answers, with a server behind it that it takes for well.
    func ready() async throws {
        while process.isRunning {
            if let answer = try? await RawClient(address).get("/v1/models"), answer.status == 200 { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw RawClientError.noConnection
    }

    /// The file that ships, with other places to listen and to ask.
    private static func shipped(_ name: String, _ changes: [String: String]) throws -> String {
        var text = try String(contentsOf: packageRoot.appending(path: "config/\(name)"), encoding: .utf8)
        for (old, new) in changes {
            guard text.contains(old) else { throw RawClientError.noHeader }
            text = text.replacing(old, with: new)
        }
        return text
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }
}
