import Foundation

/// What the system says of this process, under the names that Prometheus' client libraries use.
struct ProcessMetrics: Sendable {
    private let cpu: CounterCell
    private let resident: GaugeCell
    private let virtual: GaugeCell
    private let descriptors: GaugeCell

    init(_ registry: MetricsRegistry) {
        cpu = registry.counter(.processorTime)
        resident = registry.gauge(.residentMemory)
        virtual = registry.gauge(.virtualMemory)
        descriptors = registry.gauge(.openDescriptors)
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            registry.gauge(.maximumDescriptors).set(Double(limit.rlim_cur))
        }
        if let start = Self.startTime { registry.gauge(.startTime).set(start) }
    }

    /// Reads it anew. What /proc does not tell stays as it was.
    func update() {
        if let ticks = Self.stat.flatMap({ stat in stat.count > 12 ? [stat[11], stat[12]].compactMap { Double($0) } : nil }) {
            cpu.advance(to: ticks.reduce(0, +) / Self.ticksPerSecond)
        }
        if let pages = systemText("/proc/self/statm")?.split(separator: " ").compactMap({ Double($0) }), pages.count > 1 {
            let pageSize = Double(sysconf(Int32(_SC_PAGESIZE)))
            virtual.set(pages[0] * pageSize)
            resident.set(pages[1] * pageSize)
        }
        if let open = Self.directory("/proc/self/fd") { descriptors.set(Double(open)) }
    }

    /// Seconds since 1970: the system's start and this process's, from it on.
    private static var startTime: Double? {
        let boot = systemText("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }?.split(separator: " ").last
        guard let boot = boot.flatMap({ Double($0) }), let stat, stat.count > 19, let ticks = Double(stat[19]) else { return nil }
        return boot + ticks / ticksPerSecond
    }

    /// proc_pid_stat(5) from the third field on, behind the name, which may hold anything.
    private static var stat: [Substring]? {
        guard let text = systemText("/proc/self/stat"), let name = text.lastIndex(of: ")") else { return nil }
        return text[text.index(after: name)...].split(separator: " ")
    }

    private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

    private static func directory(_ path: String) -> Int? {
        do { return try FileManager.default.contentsOfDirectory(atPath: path).count } catch { return nil }
    }
}

extension MetricFamily {
    fileprivate static let processorTime = MetricFamily(
        "process_cpu_seconds_total", .counter, "Processor time of the process, its own and the system's for it.")
    fileprivate static let residentMemory = MetricFamily(
        "process_resident_memory_bytes", .gauge, "Memory of the process that is in RAM, mapped weights included.")
    fileprivate static let virtualMemory = MetricFamily("process_virtual_memory_bytes", .gauge, "Addresses in use.")
    fileprivate static let openDescriptors = MetricFamily("process_open_fds", .gauge, "Open file descriptors.")
    fileprivate static let maximumDescriptors = MetricFamily("process_max_fds", .gauge, "File descriptors that may be open.")
    fileprivate static let startTime = MetricFamily(
        "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.")

    static let process = [processorTime, residentMemory, virtualMemory, openDescriptors, maximumDescriptors, startTime]
}
