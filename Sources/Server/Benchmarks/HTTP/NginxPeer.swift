import Foundation
import HTTP

/// nginx with TLS, as its documentation has it, and a certificate that Chorale is given too.
struct NginxPeer {
    let certificate: TLSConfiguration
    private let folder: URL

    /// - Parameter folder: for its files.
    init(folder: URL) throws {
        self.folder = folder
        let (chain, key) = (folder.path + "/certificate.pem", folder.path + "/key.pem")
        try toolOutput(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
                + ["-subj", "/CN=localhost", "-keyout", key, "-out", chain])
        chmod(key, 0o600)
        certificate = TLSConfiguration(certificateChain: chain, privateKey: key)
    }

    /// Nil where there is no nginx.
    func start() throws -> ServerProcess? {
        do { try toolOutput(["nginx", "-v"]) } catch { return nil }
        let port = try freePort()
        try Data(configuration(port: port).utf8).write(to: folder.appending(path: "nginx.conf"))
        try Data(repeating: UInt8(ascii: "x"), count: BenchmarkServer.bulkSize).write(to: folder.appending(path: "bytes"))
        let server = try ServerProcess(["nginx", "-p", folder.path, "-c", "nginx.conf", "-e", "error.log"], port: port)
        for _ in 0..<100 {
            do {
                try LoopbackClients(port: port, path: "/").connect()
                return server
            } catch {
                usleep(20_000)
            }
        }
        throw BenchmarkError("nginx does not listen")
    }

    /// As many workers as processors; no resumption, so that every handshake is a full one, as Chorale's are.
    private func configuration(port: Int) -> String {
        """
        daemon off;
        worker_processes auto;
        pid nginx.pid;
        events { worker_connections 1024; }
        http {
          access_log off;
          server {
            listen 127.0.0.1:\(port) ssl;
            ssl_certificate certificate.pem;
            ssl_certificate_key key.pem;
            ssl_protocols TLSv1.2 TLSv1.3;
            ssl_session_tickets off;
            ssl_session_cache off;
            location = /model {
              default_type application/json;
              return 200 '{"id":"gpt-oss-20b","object":"model","created":1754352000,"owned_by":"openai"}';
            }
            location = /bytes { root .; }
          }
        }
        """
    }
}
