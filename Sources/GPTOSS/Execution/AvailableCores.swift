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
    /// `cpu.max` of control groups version 2 holds `quota period` in microseconds, or `max period`.
    private static var controlGroupLimit: Int? {
        guard let file = fopen("/sys/fs/cgroup/cpu.max", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 64)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let words = line.prefix { $0 != 0 }.split { $0 == 32 || $0 == 10 }.map {
            String(decoding: $0.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        guard words.count == 2, let quota = Int(words[0]), let period = Int(words[1]), quota > 0, period > 0 else { return nil }
        return (quota + period - 1) / period
    }
}
