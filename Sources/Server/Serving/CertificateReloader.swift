import ServiceLifecycle
import UnixSignals

/// Has the server read its certificate and key again at every SIGHUP.
struct CertificateReloader: Service {
    let server: ChoraleServer
    let hangups: UnixSignalsSequence

    func run() async throws {
        for await _ in hangups.cancelOnGracefulShutdown() { server.reloadCertificates() }
    }
}
