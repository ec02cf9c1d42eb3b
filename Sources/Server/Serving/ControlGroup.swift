import Foundation

/// The memory that a container gives this process: its control group's limit and what counts against it (cgroups(7), version 2 and 1).
package struct ControlGroup: Sendable {
    /// The group and those around it, the innermost first: a limit of any of them holds.
    private let folders: [String]
    private let isVersion2: Bool

    /// - Parameters:
    ///   - root: where control groups are mounted.
    ///   - membership: `/proc/self/cgroup`.
    package init(root: String = "/sys/fs/cgroup", membership: String? = systemText("/proc/self/cgroup")) {
        let lines = (membership ?? "").split(separator: "\n").map {
            $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        }
        let version1 = lines.first { $0.count == 3 && $0[1].split(separator: ",").contains("memory") }
        let version2 = lines.first { $0.count == 3 && $0[0] == "0" && $0[1].isEmpty }
        isVersion2 = version1 == nil
        let mount = isVersion2 ? root : root + "/memory"
        var parts = ((version1 ?? version2)?[2] ?? "/").split(separator: "/").filter { $0 != ".." }
        var folders: [String] = []
        while !parts.isEmpty {
            folders.append(mount + "/" + parts.joined(separator: "/"))
            parts.removeLast()
        }
        self.folders = folders + [mount]
    }

    /// Bytes that may be used; nil where nothing limits them.
    package var limit: Int? {
        let file = isVersion2 ? "memory.max" : "memory.limit_in_bytes"
        // Version 1 writes a number near 2^63 for no limit.
        return folders.compactMap { systemText("\($0)/\(file)").flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } }
            .filter { $0 < 1 << 60 }.min()
    }

    /// Bytes in use that the system cannot take back: not those of files, such as mapped weights.
    package var usage: Int? {
        let names: Set<Substring> = isVersion2 ? ["anon", "shmem", "kernel_stack", "slab_unreclaimable"] : ["total_rss", "total_shmem"]
        guard let text = folders.lazy.compactMap({ systemText("\($0)/memory.stat") }).first else { return nil }
        var sum = 0
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count == 2, names.contains(fields[0]), let bytes = Int(fields[1]) { sum += bytes }
        }
        return sum
    }
}
