/// Names that come from a hub and become paths.
enum SafePath {
    /// Whether a path stays below the folder that it is appended to, on any system, and is written as it is read: components of visible
    /// characters, none of them empty, `.` or `..`.
    static func isSafe(_ path: String) -> Bool {
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        return path.utf8.count <= 1024
            && components.allSatisfy { component in
                (1...255).contains(component.utf8.count) && component != "." && component != ".."
                    && !component.unicodeScalars.contains { $0.properties.generalCategory == .control || $0 == "\\" || $0 == ":" }
            }
    }
}
