import CKernels

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// How many cores this process may use.
package enum AvailableCores {
    package static var count: Int {
        max(1, min(usable_processors(), controlGroupLimit ?? .max))
    }

    /// The container's share of processor time in whole cores, rounded up: more threads than that are paused together, in the middle of a step.
    private static var controlGroupLimit: Int? {
        limit(root: "/sys/fs/cgroup", membership: text(of: "/proc/self/cgroup") ?? "")
    }

    /// The least of what the control group (version 2) and those around it allow: `cpu.max` of each holds `quota period` in microseconds, or
    /// `max period`.
    /// - Parameters:
    ///   - root: where control groups are mounted.
    ///   - membership: `/proc/self/cgroup`.
    package static func limit(root: String, membership: String) -> Int? {
        let line = membership.split(separator: "\n").first { $0.hasPrefix("0::/") }
        // Within a container of its own name space the group is the root, or lies above it.
        var parts = (line?.dropFirst(4) ?? "").split(separator: "/").filter { $0 != ".." }
        var least: Int?
        while true {
            let folder = parts.reduce(root) { $0 + "/" + $1 }
            if let cores = text(of: folder + "/cpu.max").flatMap(cores) { least = min(least ?? .max, cores) }
            if parts.popLast() == nil { return least }
        }
    }

    private static func cores(_ line: String) -> Int? {
        let words = line.split { $0 == " " || $0 == "\n" }
        guard words.count == 2, let quota = Int(words[0]), let period = Int(words[1]), quota > 0, period > 0 else { return nil }
        return (quota + period - 1) / period
    }

    /// A small file of the system's; nil if it cannot be read.
    private static func text(of path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
