extension UnsafeMutablePointer {
    /// Memory for numbers that begins with a line of the cache, in huge pages where it is large and the system has them: rows that are far
    /// apart would need more small ones than a processor remembers. It is for what lives as long as its model: alignment leaves holes in the
    /// heap. Given back by `UnsafeMutableRawPointer.deallocate`.
    static func allocateLarge(capacity: Int) -> UnsafeMutablePointer<Pointee> {
        let bytes = capacity * MemoryLayout<Pointee>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes), alignment: bytes < 2 << 20 ? 64 : 2 << 20)
        if bytes >= 2 << 20 { UnsafeRawBufferPointer(start: memory, count: bytes).advise(.hugePages) }
        return memory.bindMemory(to: Pointee.self, capacity: max(1, capacity))
    }
}
