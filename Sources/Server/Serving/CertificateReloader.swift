import ServiceLifecycle
import UnixSignals

/// Has the server read its certificate and key again at every SIGHUP.
struct CertificateReloader: Service {
    let server: ChoraleServer

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { server.reloadCertificates() }
    }
}
