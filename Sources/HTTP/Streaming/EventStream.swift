import Dispatch
package import HTTPTypes
import Synchronization

extension Response {
    /// A stream of server-sent events. It is not compressed and not buffered by proxies (`X-Accel-Buffering`, nginx), and
    /// while the producer is silent a comment is sent every `pingInterval`.
    package static func serverSentEvents(
        headers: HTTPFields = [:], pingInterval: Duration = .seconds(15),
        _ produce: @escaping @Sendable (EventStream) async throws -> Void
    ) -> Response {
        var headers = headers
        headers[.contentType] = "text/event-stream; charset=utf-8"
        headers[.cacheControl] = "no-cache"
        headers[.xAccelBuffering] = "no"
        return Response(
            headers: headers,
            body: .stream { writer in
                let stream = EventStream(writer)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await stream.ping(every: pingInterval) }
                    defer { group.cancelAll() }
                    try await produce(stream)
                }
            })
    }
}

/// Where a handler sends its events.
package final class EventStream: Sendable {
    private let writer: any BodyWriter
    /// When something was last sent, in nanoseconds of uptime.
    private let lastWrite: Atomic<UInt64>

    init(_ writer: any BodyWriter) {
        self.writer = writer
        lastWrite = Atomic(DispatchTime.now().uptimeNanoseconds)
    }

    package func send(_ event: ServerSentEvent) async throws(WriteError) {
        try await write(event.bytes)
    }

    /// Sends bytes that are whole events already.
    package func write(_ bytes: [UInt8]) async throws(WriteError) {
        guard !bytes.isEmpty else { return }
        lastWrite.store(DispatchTime.now().uptimeNanoseconds, ordering: .relaxed)
        try await writer.write(bytes)
    }

    /// Comments until cancelled. Each wait ends one interval after the last write, so that a busy stream is never pinged.
    fileprivate func ping(every interval: Duration) async throws {
        while true {
            let silence = Duration.nanoseconds(DispatchTime.now().uptimeNanoseconds &- lastWrite.load(ordering: .relaxed))
            if silence < interval {
                try await Task.sleep(for: interval - silence)
            } else {
                try await write(ServerSentEvent.comment("ping"))
            }
        }
    }
}
