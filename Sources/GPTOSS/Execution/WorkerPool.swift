import CKernels
import Dispatch
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A fixed set of threads that run one loop at a time together with the caller.
///
/// A loop is cut into pieces that the threads claim one by one from an atomic counter, so that a thread which loses its core does not hold up the
/// others' share. Between loops the threads spin for some tens of microseconds, then sleep: an idle pool uses no processor time.
package final class WorkerPool: Sendable {
    /// Threads that run a loop, the caller's among them.
    package let threadCount: Int
    private let crew: Crew
    private let threads: [WorkerThread]

    /// Starts `threadCount - 1` threads; fewer if the system has no more.
    /// - Parameter isPinned: whether each of them stays on a processor of its own; the caller's is free.
    package init(threadCount: Int = AvailableCores.count, isPinned: Bool = false) {
        let crew = Crew(helpers: max(0, threadCount - 1))
        self.crew = crew
        threads = (1..<max(1, threadCount)).compactMap { worker in
            WorkerThread(name: "chorale-\(worker)") {
                if isPinned { pin_current_thread(worker) }
                crew.help(as: worker)
            }
        }
        self.threadCount = threads.count + 1
    }

    deinit {
        crew.dismiss()
        for thread in threads {
            thread.join()
        }
    }

    /// Calls `body` for ranges of at most `grain` that cover `0..<count`, each with the number of the thread that runs it (below `threadCount`),
    /// and returns when all calls have.
    ///
    /// `body` runs on several threads at once and writes only what belongs to its range or its thread. One loop at a time, and none within a loop.
    package func forEach(_ count: Int, by grain: Int = 1, _ body: (_ range: Range<Int>, _ worker: Int) -> Void) {
        let pieces = (count + grain - 1) / grain
        guard pieces > 1, threadCount > 1 else {
            if count > 0 { body(0..<count, 0) }
            return
        }
        withoutActuallyEscaping(body) { body in
            crew.run(Loop(count: count, grain: grain, body: body), pieces: pieces)
        }
    }
}

/// What a loop does.
private struct Loop {
    let count: Int
    let grain: Int
    let body: (Range<Int>, Int) -> Void

    func run(piece: Int, worker: Int) {
        body(piece * grain..<min(count, (piece + 1) * grain), worker)
    }
}

/// The state that the threads of a pool share.
///
/// `@unchecked Sendable`: `loop` is written only while no piece can be claimed, and read only between claiming a piece and completing it;
/// `claims` orders the two.
private final class Crew: @unchecked Sendable {
    /// Pauses before a thread without work goes to sleep: about 100 µs.
    private static let spinLimit = 4000

    /// The running loop's pieces (upper half) and how many of them have been claimed (lower half).
    private let claims = Atomic<UInt64>(0)
    private let completed = Atomic<Int>(0)
    private let isRunning = Atomic<Bool>(false)
    private let isDismissed = Atomic<Bool>(false)
    private let sleepers: [Sleeper]
    private var loop: Loop?

    init(helpers: Int) {
        sleepers = (0..<helpers).map { _ in Sleeper() }
    }

    /// The caller's part of a loop.
    func run(_ loop: Loop, pieces: Int) {
        precondition(pieces < 1 << 32, "a loop has fewer than 2^32 pieces")
        precondition(!isRunning.exchange(true, ordering: .acquiring), "one loop at a time")
        self.loop = loop
        completed.store(0, ordering: .relaxed)
        claims.store(UInt64(pieces) << 32, ordering: .sequentiallyConsistent)
        for sleeper in sleepers.prefix(pieces - 1) {
            sleeper.wake()
        }
        claimPieces(as: 0)
        // Every piece is claimed; those of other threads may still run. Where a thread has lost its core, give it this one.
        var spins = 0
        while completed.load(ordering: .acquiring) < pieces {
            spins += 1
            if spins < Self.spinLimit { spin_pause() } else { sched_yield() }
        }
        self.loop = nil
        isRunning.store(false, ordering: .releasing)
    }

    /// The life of a helping thread.
    func help(as worker: Int) {
        let sleeper = sleepers[worker - 1]
        while !isDismissed.load(ordering: .acquiring) {
            claimPieces(as: worker)
            var spins = 0
            while !hasCall, spins < Self.spinLimit {
                spin_pause()
                spins += 1
            }
            if !hasCall { sleeper.sleep(unless: { self.hasCall }) }
        }
    }

    func dismiss() {
        isDismissed.store(true, ordering: .sequentiallyConsistent)
        for sleeper in sleepers {
            sleeper.wake()
        }
    }

    private func claimPieces(as worker: Int) {
        while let piece = claim() {
            perform(piece, as: worker)
            completed.add(1, ordering: .releasing)
        }
    }

    /// Not inlined: whatever holds on to the loop's closure is let go on return, before the piece counts as completed.
    @inline(never)
    private func perform(_ piece: Int, as worker: Int) {
        loop?.run(piece: piece, worker: worker)
    }

    private func claim() -> Int? {
        var current = claims.load(ordering: .acquiring)
        while true {
            let next = current & 0xFFFF_FFFF
            guard next < current >> 32 else { return nil }
            let (exchanged, original) = claims.compareExchange(expected: current, desired: current + 1, ordering: .acquiringAndReleasing)
            if exchanged { return Int(next) }
            current = original
        }
    }

    /// Whether there is a reason to be awake.
    private var hasCall: Bool {
        let current = claims.load(ordering: .sequentiallyConsistent)
        return current & 0xFFFF_FFFF < current >> 32 || isDismissed.load(ordering: .sequentiallyConsistent)
    }
}

/// Lets one thread sleep until another wakes it, without losing a call that comes while it falls asleep.
private final class Sleeper: Sendable {
    private let isAsleep = Atomic<Bool>(false)
    private let semaphore = DispatchSemaphore(value: 0)

    /// `isCalled` is asked again after the thread has announced that it sleeps.
    func sleep(unless isCalled: () -> Bool) {
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        // If the flag is already taken back, a signal is under way and has to be consumed.
        if isCalled(), isAsleep.exchange(false, ordering: .sequentiallyConsistent) { return }
        semaphore.wait()
    }

    func wake() {
        if isAsleep.load(ordering: .sequentiallyConsistent), isAsleep.exchange(false, ordering: .sequentiallyConsistent) {
            semaphore.signal()
        }
    }
}
