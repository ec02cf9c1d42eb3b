#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What the kernel is told about how mapped pages will be used (`madvise(2)`). Advice never fails: at worst it is ignored.
package enum MemoryAdvice: Sendable {
    /// Nothing special: takes `random` and `sequential` back.
    case normal
    /// Start reading these pages in now.
    case willNeed
    /// Pages are used in no order: read none ahead. For experts that the router picks.
    case random
    /// Pages are used in order: read far ahead.
    case sequential
    /// These pages will not be used soon; they may be dropped and are read again when touched.
    case dontNeed
    /// Prefer huge pages, where the kernel offers them for files.
    case hugePages
}

extension MappedTensor {
    /// Gives `advice` on the pages of the file that hold the tensor, those shared with its neighbours among them.
    package func advise(_ advice: MemoryAdvice) {
        if memory == nil { bytes.advise(advice) }
    }
}

extension UnsafeRawBufferPointer {
    /// Reads a tensor's bytes in and keeps them in memory (`mlock(2)`).
    func lock(name: String) throws(CheckpointError) {
        guard mlock(baseAddress, count) != 0 else { return }
        throw .cannotLock(tensor: name, bytes: count, reason: String(cString: strerror(errno)))
    }
}

extension UnsafeRawBufferPointer {
    /// Gives `advice` on the pages that these bytes touch.
    func advise(_ advice: MemoryAdvice) {
        guard let baseAddress, count > 0, let value = advice.value else { return }
        let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
        let lead = Int(bitPattern: baseAddress) % pageSize
        madvise(UnsafeMutableRawPointer(mutating: baseAddress - lead), count + lead, value)
    }
}

extension MemoryAdvice {
    /// The `madvise` constant, or nil where the system has none.
    fileprivate var value: Int32? {
        switch self {
        case .normal: return MADV_NORMAL
        case .willNeed: return MADV_WILLNEED
        case .random: return MADV_RANDOM
        case .sequential: return MADV_SEQUENTIAL
        case .dontNeed: return MADV_DONTNEED
        case .hugePages:
            #if os(Linux)
                return MADV_HUGEPAGE
            #else
                return nil
            #endif
        }
    }
}
