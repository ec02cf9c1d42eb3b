import Synchronization

/// The responses that are made without a client that waits for them.
package final class BackgroundResponses: Sendable {
    private typealias Job = @Sendable () async -> Void

    private let running = Mutex<[String: RunningResponse]>([:])
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
        queue.finish()
    }

    /// - Parameter work: makes the response; once it returns, the response is found in the archive alone.
    func start(_ response: RunningResponse, _ work: @escaping @Sendable (RunningResponse) async -> Void) {
        running.withLock { $0[response.id] = response }
        queue.yield { [self] in
            await work(response)
            running.withLock { $0[response.id] = nil }
        }
    }

    func find(_ id: String) -> RunningResponse? {
        running.withLock { $0[id] }
    }
}
