import GPTOSS
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
    @Test(arguments: [1, 2, 3, 8], [1, 7, 64])
    func everyIndexIsVisitedOnce(_ threads: Int, _ grain: Int) {
        let pool = WorkerPool(threadCount: threads)
        #expect(pool.threadCount == threads)
        for count in [0, 1, 2, 63, 64, 65, 1000] {
            let visits = UnsafeMutableBufferPointer<Int>.allocate(capacity: count)
            visits.initialize(repeating: 0)
            let workers = Mutex<Set<Int>>([])
            pool.forEach(count, by: grain) { range, worker in
                for i in range {
                    visits[i] += 1
                }
                workers.withLock { _ = $0.insert(worker) }
                if threads > 1 { #expect(range.count <= grain || count <= grain) }
            }
            #expect(visits.allSatisfy { $0 == 1 })
            #expect(workers.withLock { $0 }.allSatisfy { (0..<threads).contains($0) })
            visits.deallocate()
        }
    }

    @Test func loopsFollowEachOtherWithoutLosingWork() {
        let pool = WorkerPool(threadCount: 4)
        let sum = Atomic<Int>(0)
        var expected = 0
        for count in 0..<3000 {
            pool.forEach(count % 40) { range, _ in
                for i in range {
                    sum.add(i, ordering: .relaxed)
                }
            }
            expected += (count % 40) * (count % 40 - 1) / 2
        }
        #expect(sum.load(ordering: .relaxed) == expected)
    }

    /// The pieces wait for each other, so that they end only if as many threads run them.
    @Test(arguments: [2, 5])
    func asManyPiecesRunAtOnceAsThereAreThreads(_ threads: Int) {
        let pool = WorkerPool(threadCount: threads)
        for _ in 0..<20 {
            let arrived = Atomic<Int>(0)
            pool.forEach(threads) { _, _ in
                arrived.add(1, ordering: .sequentiallyConsistent)
                while arrived.load(ordering: .sequentiallyConsistent) < threads {}
            }
        }
    }

    @Test func aPoolThatIsLetGoEndsItsThreads() {
        for _ in 0..<50 {
            _ = WorkerPool(threadCount: 4)
            WorkerPool(threadCount: 3).forEach(10) { _, _ in }
        }
    }

    @Test func thereIsAtLeastOneCore() {
        #expect(AvailableCores.count >= 1)
        #expect(WorkerPool(threadCount: 0).threadCount == 1)
    }
}
