/// Whose turn it is where not all requests can have it, as an answer tells what was applied: `priority` goes ahead of `default`, `flex` behind.
package enum ServiceTier: String, Sendable, Hashable {
    case `default`, flex, priority

    private enum Wanted: String, CaseIterable {
        case auto, `default`, flex, scale, priority, fast
        /// Of responses alone.
        case ultrafast
    }

    /// Reads `service_tier`. `scale` and `ultrafast` need a contract with a hosted service: they are as `default` is.
    static func read(
        _ reader: inout RequestReader, style: FunctionDeclaration.Style, warnings: inout Warnings
    ) throws(APIError) -> ServiceTier {
        let wanted: Wanted? = try reader.choice("service_tier")
        switch wanted {
        case nil, .auto, .default: return .default
        case .flex: return .flex
        case .priority, .fast: return .priority
        case .ultrafast where style == .chat:
            let allowed = Wanted.allCases.filter { $0 != .ultrafast }
            throw .notAmong(allowed.map(\.rawValue), value: "ultrafast", param: reader.path("service_tier"))
        case .scale, .ultrafast:
            warnings.ignored("service_tier", "this server's tiers are 'default', 'flex' and 'priority'")
            return .default
        }
    }
}
