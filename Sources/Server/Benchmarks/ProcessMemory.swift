/// Memory of this process, as /proc/self/status tells it.
package struct ProcessMemory: Sendable, Hashable {
    /// Bytes in memory.
    package let resident: Int
    /// Of those, what is no file's: weights that were rounded, caches, and what the program works with.
    package let anonymous: Int

    /// Nil where the system does not tell.
    package static var current: ProcessMemory? {
        guard let status = systemText("/proc/self/status") else { return nil }
        func kilobytes(_ name: String) -> Int? {
            status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
                .flatMap { Int($0.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "") }
        }
        guard let resident = kilobytes("VmRSS"), let anonymous = kilobytes("RssAnon") else { return nil }
        return ProcessMemory(resident: resident << 10, anonymous: anonymous << 10)
    }

    var text: String {
        func giga(_ bytes: Int) -> String { (Double(bytes) / 1e9).formatted(digits: 2) }
        return "memory: \(giga(resident)) GB resident, of which \(giga(resident - anonymous)) GB are the mapped checkpoint"
    }
}
