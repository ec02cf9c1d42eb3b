import Engine
import GPTOSS
import Logging
import Synchronization

/// Keeps within a container's memory: caches are made no larger than fits, and where memory is short all the same, requests are refused
/// before the system kills the process.
struct MemoryGuard: Sendable {
    private let group: ControlGroup
    private let limit: Int?
    private let shortness = Shortness()
    private let used: GaugeCell?

    /// What is asked at most once a second.
    private final class Shortness: Sendable {
        let state = Mutex<(isShort: Bool, checked: ContinuousClock.Instant?)>((false, nil))
    }

    init(_ registry: MetricsRegistry, group: ControlGroup = ControlGroup()) {
        self.group = group
        limit = group.limit
        used = limit.map { limit in
            registry.gauge(.memoryLimit).set(Double(limit))
            return registry.gauge(.memoryUsage)
        }
    }

    /// Whether 95 % of the limit are in use.
    var isShort: Bool {
        guard let limit else { return false }
        return shortness.state.withLock { state in
            let now = ContinuousClock.now
            if let checked = state.checked, now - checked < .seconds(1) { return state.isShort }
            state.checked = now
            state.isShort = Double(group.usage ?? 0) > 0.95 * Double(limit)
            return state.isShort
        }
    }

    /// For `/metrics`.
    func update() {
        if let used, let usage = group.usage { used.set(Double(usage)) }
    }

    /// The engine's configuration with a cache that fits beside what the process has by now and a tenth of the limit.
    static func fitted(
        _ configuration: EngineConfiguration, in group: ControlGroup = ControlGroup(), weights: Int, logger: Logger
    ) -> EngineConfiguration {
        guard let limit = group.limit, case .bytes(let wanted) = configuration.cacheBudget else { return configuration }
        if weights > limit {
            logger.warning(
                "the weights are larger than the memory limit: they are read from disk again and again",
                metadata: ["weights-mib": "\(weights >> 20)", "limit-mib": "\(limit >> 20)"])
        }
        let room = max(smallestCache, limit - limit / 10 - (group.usage ?? 0))
        guard wanted > room else { return configuration }
        logger.notice(
            "the cache is made smaller to fit the memory limit",
            metadata: ["limit-mib": "\(limit >> 20)", "configured-mib": "\(wanted >> 20)", "cache-mib": "\(room >> 20)"])
        var configuration = configuration
        configuration.cacheBudget = .bytes(room)
        return configuration
    }

    private static let smallestCache = 16 << 20
}

extension MetricFamily {
    static let memoryLimit = MetricFamily("chorale_memory_limit_bytes", .gauge, "Memory that the control group may use.")
    static let memoryUsage = MetricFamily(
        "chorale_memory_used_bytes", .gauge, "Memory of the control group that the system cannot take back.")
}
