import ServiceLifecycle
import UnixSignals

/// Has the server read its certificate and its keys again at every SIGHUP.
struct HangupReloader: Service {
    let server: ChoraleServer
    let hangups: UnixSignalsSequence

    func run() async throws {
        for await _ in hangups.cancelOnGracefulShutdown() { server.reload() }
    }
}
