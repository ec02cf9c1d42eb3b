import Storage
import Synchronization

/// The responses that are made here without a client that waits for them.
package final class BackgroundResponses: Sendable {
    private typealias Job = @Sendable () async -> Void

    private struct State {
        var running: [String: RunningResponse] = [:]
        /// Of those that are about to be made.
        var takenUp: Set<JobClaim> = []
        var isFinishing = false
    }

    private let state = Mutex(State())
    private let jobs: AsyncStream<Job>
    private let queue: AsyncStream<Job>.Continuation

    package init() {
        (jobs, queue) = AsyncStream.makeStream()
    }

    /// Runs what is started, each in a task of its own, until `finish` and the end of all.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs {
                group.addTask { await job() }
            }
        }
    }

    /// Nothing more is started.
    package func finish() {
        state.withLock { $0.isFinishing = true }
        queue.finish()
    }

    /// Whether the server waits for their ends only.
    var isFinishing: Bool { state.withLock(\.isFinishing) }

    /// - Parameter work: makes the response; once it returns, the response is found in the archive alone.
    func start(_ response: RunningResponse, _ work: @escaping @Sendable (RunningResponse) async -> Void) {
        state.withLock { $0.running[response.id] = response }
        queue.yield { [self] in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await response.writeJournal() }
                await work(response)
                group.cancelAll()
            }
            state.withLock { state in
                // It may have come back meanwhile.
                if state.running[response.id] === response { state.running[response.id] = nil }
            }
        }
    }

    /// One that is made here, unless it is another server's by now.
    func find(_ id: String) -> RunningResponse? {
        state.withLock { $0.running[id] }.flatMap { $0.isLost ? nil : $0 }
    }

    var all: [RunningResponse] { state.withLock { Array($0.running.values) } }

    /// Of all that are made here, or about to be.
    var claims: [JobClaim] { state.withLock { $0.takenUp.union($0.running.values.compactMap(\.claim)) }.map(\.self) }

    /// - Parameter work: starts it; meanwhile it is kept.
    func whileTakingUp(_ claim: JobClaim, _ work: () async -> Void) async {
        _ = state.withLock { $0.takenUp.insert(claim) }
        await work()
        _ = state.withLock { $0.takenUp.remove(claim) }
    }
}
