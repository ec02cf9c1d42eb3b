package import HTTP
import HTTPTypes
package import Logging

/// Times every request to the end of its answer: for `/metrics`, for the log, and for the log of slow ones.
package struct RequestMeter: Sendable {
    private let registry: MetricsRegistry
    private let active: GaugeCell
    private let slowAfter: Duration?
    private let logger: Logger

    /// - Parameter slowAfter: answers that take longer are logged as slow.
    package init(_ registry: MetricsRegistry, slowAfter: Duration?, logger: Logger) {
        self.registry = registry
        self.slowAfter = slowAfter
        self.logger = logger
        active = registry.gauge(.activeRequests)
    }

    /// - Parameter route: the pattern that the request matches, one of a closed set.
    package func measure(
        _ request: Request, route: String?, _ answer: () async throws -> Response
    ) async throws -> Response {
        let begun = Begun(meter: self, request: request, route: route)
        var response: Response
        do {
            response = try await answer()
        } catch {
            // HTTP answers it, and counts it among what it answers.
            begun.end(status: nil)
            throw error
        }
        let status = response.status.code
        guard case .stream(let produce) = response.body else {
            begun.end(status: status)
            return response
        }
        response.body = .stream { writer in
            defer { begun.end(status: status) }
            try await produce(writer)
        }
        return response
    }

    /// An answer of HTTP's own.
    package func countRefusal(_ status: Int) {
        registry.counter(.httpRefusals, [MetricLabel("http_response_status_code", "\(status)")]).increment(by: Int64(1))
    }

    /// A request from when its header is there. Whoever lets it go without an end has ended it.
    private final class Begun: Sendable {
        private let meter: RequestMeter
        private let start = ContinuousClock.now
        private let method: String
        private let path: String
        private let id: String
        private let route: String?
        private let scope = RequestScope.current

        init(meter: RequestMeter, request: Request, route: String?) {
            self.meter = meter
            self.route = route
            (method, path, id) = (request.method.rawValue, request.path, request.id)
            meter.active.increment(by: 1)
        }

        deinit { meter.active.decrement(by: 1) }

        /// - Parameter status: nil where HTTP answers in the handler's place.
        func end(status: Int?) {
            let time = ContinuousClock.now - start
            if let status {
                meter.registry.histogram(
                    .requestDuration,
                    [
                        MetricLabel("http_request_method", RequestMeter.known.contains(method) ? method : "_OTHER"),
                        MetricLabel("http_route", route ?? ""), MetricLabel("http_response_status_code", "\(status)"),
                    ]
                ).record(time)
            }
            let isSlow = meter.slowAfter.map { time > $0 } ?? false
            meter.logger.log(level: isSlow ? .warning : .debug, isSlow ? "slow request" : "request", metadata: metadata(status, time))
        }

        private func metadata(_ status: Int?, _ time: Duration) -> Logger.Metadata {
            var metadata: Logger.Metadata = [
                "request-id": "\(id)", "method": "\(method.escapingControls)", "route": "\(path.escapingControls)",
                "seconds": "\(time.inSeconds.formatted(digits: 3))",
            ]
            if let status { metadata["status"] = "\(status)" }
            return metadata.merging(scope?.metadata ?? [:]) { $1 }
        }
    }

    /// Methods as labels: what a client makes up is `_OTHER`, as OpenTelemetry has it.
    private static let known: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]
}
