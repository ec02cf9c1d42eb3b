import Dispatch
import Synchronization

/// A client that goes away while its request runs.
///
/// A reset is certain, and cancels. A FIN is not: it comes from clients that have closed and from those that have only nothing more to
/// say, and await their answer. A stream finds out when it writes. For other requests see ``HalfClosePolicy``.
extension Connection: ChannelObserver {
    func channel(_ channel: Channel, _ event: ChannelEvent) {
        switch event {
        case .failed: cancel()
        case .finished: clientFinished()
        case .watched: probe()
        case .wakened(let wakening): resume(after: wakening)
        }
    }

    func clientFinished() {
        guard let version = state.withLock(\.handling) else { return }
        switch context.configuration.halfClose {
        case .serve: break
        case .cancel: cancel()
        case .probe:
            // RFC 9110 §15.2: a server MUST NOT send a 1xx response to an HTTP/1.0 client.
            if version == .http1_1 { watch() }
        }
    }

    /// A client that has closed answers with a reset, which comes back as ``ChannelEvent/failed``.
    private func probe() {
        guard state.withLock(\.handling) == .http1_1 else { return }
        channel.sendInterim(Self.processing)
        watch()
    }

    private func watch() {
        channel.watch(at: Uptime.after(context.configuration.timeouts.probe, from: DispatchTime.now().uptimeNanoseconds))
    }

    private static let processing = Array("HTTP/1.1 102 Processing\r\n\r\n".utf8)
}
