import HTTP
import Logging

extension ChoraleServer {
    /// Whether there is anything to read again.
    var isReloadable: Bool { configuration.http.tls != nil || configuration.operation.keys?.file != nil || usageLog != nil }

    /// Reads certificate, key and API keys again, and opens the usage log anew. What cannot be used leaves what there was.
    package func reload() {
        reloadCertificates()
        reloadKeys()
        usageLog?.reopen()
    }

    /// For new connections.
    private func reloadCertificates() {
        guard let tls = configuration.http.tls else { return }
        var files: Logger.Metadata = ["certificate": "\(tls.certificateChain)", "key": "\(tls.privateKey)"]
        if let authorities = tls.clientAuthorities { files["client-ca"] = "\(authorities)" }
        do throws(TLSError) {
            try http.reload(tls: tls)
            logger.notice("reloaded certificate and key", metadata: files)
        } catch {
            files["error"] = "\(error)"
            logger.error("kept the old certificate and key", metadata: files)
        }
    }

    /// For new requests.
    private func reloadKeys() {
        guard let source = configuration.operation.keys, let file = source.file else { return }
        do {
            let read = try source.read()
            keys?.replace(read)
            logger.notice("reloaded API keys", metadata: ["file": "\(file)", "keys": "\(read.count)"])
        } catch {
            logger.error("kept the old API keys", metadata: ["file": "\(file)", "error": "\(error)"])
        }
    }
}
