import HTTPTypes

/// The segments of a route's path.
struct RoutePattern: Hashable {
    enum Segment: Hashable {
        case literal(String)
        case parameter(String)
        /// One or more segments, joined by `/`.
        case rest(String)
    }

    let segments: [Segment]

    /// - Precondition: begins with `/`; `{name...}` only at the end.
    init(_ pattern: String) {
        precondition(pattern.hasPrefix("/"), "\(pattern) does not begin with /")
        let parts = pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        segments = parts.enumerated().map { index, part in
            guard part.hasPrefix("{"), part.hasSuffix("}") else { return .literal(String(part)) }
            let name = part.dropFirst().dropLast()
            guard name.hasSuffix("...") else { return .parameter(String(name)) }
            precondition(index == parts.count - 1, "\(pattern) goes on after \(part)")
            return .rest(String(name.dropLast(3)))
        }
    }
}

/// A node of the tree of routes; its depth is that of the longest pattern.
struct RouteNode: Sendable {
    /// By method.
    var handlers: [String: Router.Handler] = [:]
    /// As it was registered.
    private(set) var pattern = ""
    private var literals: [String: RouteNode] = [:]
    private var parameters: [(name: String, node: RouteNode)] = []
    private var rests: [(name: String, node: RouteNode)] = []

    mutating func insert(_ segments: ArraySlice<RoutePattern.Segment>, under path: String = "", _ register: (inout RouteNode) -> Void) {
        switch segments.first {
        case nil:
            pattern = path
            register(&self)
        case .literal(let text):
            literals[text, default: RouteNode()].insert(segments.dropFirst(), under: "\(path)/\(text)", register)
        case .parameter(let name):
            Self.insert(into: &parameters, name) { $0.insert(segments.dropFirst(), under: "\(path)/{\(name)}", register) }
        case .rest(let name):
            Self.insert(into: &rests, name) { $0.insert(segments.dropFirst(), under: "\(path)/{\(name)...}", register) }
        }
    }

    private static func insert(into nodes: inout [(name: String, node: RouteNode)], _ name: String, _ insert: (inout RouteNode) -> Void) {
        if let index = nodes.firstIndex(where: { $0.name == name }) { return insert(&nodes[index].node) }
        var node = RouteNode()
        insert(&node)
        nodes.append((name, node))
    }

    /// The node of a path, if it has handlers. Recursion ends at the depth of the longest pattern.
    func find(_ segments: ArraySlice<String>, _ found: inout [String: String]) -> RouteNode? {
        guard let segment = segments.first else { return handlers.isEmpty ? nil : self }
        if let node = literals[segment]?.find(segments.dropFirst(), &found) { return node }
        guard !segment.isEmpty else { return nil }
        for (name, child) in parameters {
            if let node = child.find(segments.dropFirst(), &found) {
                found[name] = segment
                return node
            }
        }
        guard let (name, node) = rests.first, segments.allSatisfy({ !$0.isEmpty }) else { return nil }
        found[name] = segments.joined(separator: "/")
        return node
    }

    func handler(for method: HTTPRequest.Method) -> Router.Handler? {
        handlers[method.rawValue] ?? (method == .head ? handlers["GET"] : nil)
    }

    /// The methods as `Allow` lists them.
    var allow: String {
        var methods = Set(handlers.keys).union(["OPTIONS"])
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted().joined(separator: ", ")
    }
}
