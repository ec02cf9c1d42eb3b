extension UnsafeMutableRawBufferPointer {
    private static let hugePage = 2 << 20

    /// Memory that begins with a line of the cache, in huge pages where it is large and the system has them: rows that are far apart would need
    /// more small ones than a processor remembers. It is for what lives as long as its model: alignment leaves holes in the heap.
    static func allocateLarge(byteCount: Int) -> UnsafeMutableRawBufferPointer {
        let isLarge = byteCount >= hugePage
        let memory = allocate(byteCount: Swift.max(1, byteCount), alignment: isLarge ? hugePage : 64)
        if isLarge { UnsafeRawBufferPointer(memory).advise(.hugePages) }
        return memory
    }
}

extension UnsafeMutablePointer {
    /// The same for numbers. Given back by `UnsafeMutableRawPointer.deallocate`.
    static func allocateLarge(capacity: Int) -> UnsafeMutablePointer<Pointee> {
        let memory = UnsafeMutableRawBufferPointer.allocateLarge(byteCount: capacity * MemoryLayout<Pointee>.stride)
        guard let base = memory.baseAddress else { preconditionFailure("memory that is allocated has an address") }
        return base.bindMemory(to: Pointee.self, capacity: max(1, capacity))
    }
}
