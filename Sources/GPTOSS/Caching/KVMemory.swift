import Synchronization

/// Memory that lives as long as a page refers to it; at first all zeros.
final class KVMemory {
    let base: UnsafeMutablePointer<UInt8>
    private let count: Int
    private let pool: KVMemoryPool

    /// - Parameter count: bytes.
    init(count: Int, from pool: KVMemoryPool) {
        self.count = count
        self.pool = pool
        base = pool.take(count)
        base.initialize(repeating: 0, count: count)
    }

    func copy() -> KVMemory {
        let copy = KVMemory(count: count, from: pool)
        copy.base.update(from: base, count: count)
        return copy
    }

    deinit { pool.give(base, count: count) }
}

/// What pages are made of, for one model: what one lets go is what the next takes. Pages come and go in any order among small objects that stay,
/// which would settle in every hole that one leaves in the heap. All of it is given back with the model.
final class KVMemoryPool: Sendable {
    /// `@unchecked Sendable`: nobody has it but the pool.
    private struct Block: @unchecked Sendable {
        let base: UnsafeMutablePointer<UInt8>
    }

    /// By how many bytes they hold.
    private let free = Mutex<[Int: [Block]]>([:])

    deinit {
        for block in free.withLock({ $0.values.flatMap { $0 } }) { UnsafeMutableRawPointer(block.base).deallocate() }
    }

    /// Holds what its last user left.
    fileprivate func take(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        free.withLock { $0[count]?.popLast() }?.base ?? .allocateLarge(capacity: count)
    }

    fileprivate func give(_ base: UnsafeMutablePointer<UInt8>, count: Int) {
        let block = Block(base: base)
        free.withLock { $0[count, default: []].append(block) }
    }
}
