package import HTTP
import HTTPTypes

/// `GET /metrics`, for Prometheus.
package struct MetricsRoutes: Sendable {
    private let registry: MetricsRegistry
    private let update: @Sendable () -> Void

    /// - Parameter update: sets what is measured when it is asked for.
    package init(_ registry: MetricsRegistry, update: @escaping @Sendable () -> Void) {
        self.registry = registry
        self.update = update
    }

    package func add(to router: inout Router) {
        router.on(.get, Self.pattern) { _ in
            update()
            return Response(contentType: PrometheusText.contentType, bytes: Array(PrometheusText.text(of: registry).utf8))
        }
    }

    package static let pattern = "/metrics"
}
