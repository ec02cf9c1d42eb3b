/// Memory of each worker's own for intermediate results. Grows, never shrinks.
final class ScratchSpace {
    private var areas: [UnsafeMutableBufferPointer<Float>]

    init(workers: Int) {
        areas = (0..<workers).map { _ in UnsafeMutableBufferPointer(start: nil, count: 0) }
    }

    deinit {
        for area in areas {
            area.deallocate()
        }
    }

    /// Makes room for `count` numbers in each area; what they held is lost. Not while workers use them.
    func reserve(_ count: Int) {
        for worker in areas.indices where areas[worker].count < count {
            areas[worker].deallocate()
            areas[worker] = .allocate(capacity: count)
        }
    }

    /// The area of a worker, as large as was last reserved; nil if nothing ever was.
    subscript(worker: Int) -> UnsafeMutablePointer<Float>? { areas[worker].baseAddress }
}
