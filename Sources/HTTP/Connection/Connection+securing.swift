import Dispatch
import HTTPTypes
import Logging
import Synchronization

extension Connection {
    /// The TLS handshake, where the server speaks TLS. Nil when the connection can go on.
    func secure() async -> Ending? {
        guard let context = context.tls.withLock(\.self) else { return nil }
        do throws(TLSError) {
            channel.secure(with: try context.makeSession())
        } catch {
            self.context.logger.error("cannot begin TLS", metadata: ["error": "\(error)"])
            return .close
        }
        let deadline = Uptime.after(self.context.configuration.timeouts.tlsHandshake, from: DispatchTime.now().uptimeNanoseconds)
        while true {
            switch channel.handshake() {
            case .done:
                state.withLock { $0.scheme = .https }
                return nil
            case .nothing:
                guard await channel.waitForBytes(until: deadline, isInterruptible: true) == .ready else { return .close }
            case .plaintext:
                return await refuse(.badRequest, "This is an HTTPS port, and the request came without TLS. Use https://.")
            case .refused(let reason):
                self.context.logger.debug("TLS failed", metadata: ["client": "\(peer)", "reason": "\(reason)"])
                return .linger
            case .gone: return .close
            }
        }
    }
}
