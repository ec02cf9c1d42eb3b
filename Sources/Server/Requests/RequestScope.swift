import Logging

/// What holds for everything that is done for one request, however deep: who asks, and in which trace.
///
/// The tasks that answer a request have it, and whoever goes on after the request (a response in the background) takes it along.
package struct RequestScope: Sendable {
    @TaskLocal package static var current: RequestScope?

    package var trace: TraceContext?
    /// Nil where no keys are asked for.
    package var lease: KeyLease?

    package init(trace: TraceContext? = nil, lease: KeyLease? = nil) {
        self.trace = trace
        self.lease = lease
    }

    /// What log lines about the request say beside its id.
    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [:]
        if let trace {
            metadata["trace-id"] = "\(trace.traceID)"
            metadata["span-id"] = "\(trace.spanID)"
        }
        if let lease { metadata["key"] = "\(lease.name)" }
        return metadata
    }
}
