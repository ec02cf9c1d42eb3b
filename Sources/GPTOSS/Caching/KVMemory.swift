import Foundation

/// Memory that lives as long as a page refers to it; at first all zeros.
///
/// Pages come and go in any order among small objects that stay: large ones have mappings of their own, that none of them leaves a hole in the
/// heap where nothing else fits, and are in huge pages where the system has them.
final class KVMemory {
    let base: UnsafeMutablePointer<Float>
    private let count: Int
    /// Bytes of the mapping; 0 where it is of the heap.
    private let mapped: Int

    private static let hugePage = 2 << 20

    init(count: Int) {
        self.count = count
        let bytes = count * MemoryLayout<Float>.stride
        if bytes >= Self.hugePage, let mapping = Self.map(bytes) {
            base = mapping.bindMemory(to: Float.self, capacity: count)
            mapped = bytes
        } else {
            base = .allocate(capacity: count)
            base.initialize(repeating: 0, count: count)
            mapped = 0
        }
    }

    func copy() -> KVMemory {
        let copy = KVMemory(count: count)
        copy.base.update(from: base, count: count)
        return copy
    }

    deinit {
        if mapped > 0 {
            munmap(base, mapped)
        } else {
            base.deallocate()
        }
    }

    /// Zeros that begin with a huge page; nil where there is no room.
    private static func map(_ bytes: Int) -> UnsafeMutableRawPointer? {
        let room = bytes + hugePage
        guard let start = mmap(nil, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), start != MAP_FAILED else {
            return nil
        }
        let first = start.alignedUp(toMultipleOf: hugePage)
        let end = (first + bytes).alignedUp(toMultipleOf: Int(getpagesize()))
        if first > start { munmap(start, first - start) }
        if end < start + room { munmap(end, start + room - end) }
        UnsafeRawBufferPointer(start: first, count: bytes).advise(.hugePages)
        return first
    }
}
