import Synchronization

extension HTTPServer {
    /// Reads certificate and key again, or others, for the connections to come. Those that are open keep what they began with.
    /// - Throws: where they cannot be used; everything stays as it was.
    package func reload(tls configuration: TLSConfiguration) throws(TLSError) {
        let tls = try TLSContext(configuration)
        context.tls.withLock { $0 = tls }
    }
}
