/// Points in time with what they are for, the earliest first: a binary heap.
package struct DeadlineHeap<Owner> {
    private var entries: [(time: UInt64, owner: Owner)] = []

    package init() {}

    package var earliest: UInt64? { entries.first?.time }
    package var count: Int { entries.count }

    package mutating func insert(_ owner: Owner, at time: UInt64) {
        entries.append((time, owner))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].time < entries[parent].time else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes out the earliest, if it is not after `now`.
    package mutating func removeEarliest(upTo now: UInt64) -> Owner? {
        guard let first = entries.first, first.time <= now else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            siftDown()
        }
        return first.owner
    }

    package mutating func removeAll(where isStale: (Owner) -> Bool) {
        entries.removeAll { isStale($0.owner) }
        entries.sort { $0.time < $1.time }  // what is sorted is a heap
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < entries.count else { return }
            if child + 1 < entries.count, entries[child + 1].time < entries[child].time { child += 1 }
            guard entries[child].time < entries[parent].time else { return }
            entries.swapAt(child, parent)
            parent = child
        }
    }
}
