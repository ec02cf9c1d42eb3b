import Dispatch

/// Runs an actor on a queue of its own, so that a model step never holds a thread of Swift's cooperative pool.
/// (`DispatchSerialQueue`, which is an executor by itself, does not exist on Linux.)
final class EngineExecutor: SerialExecutor {
    let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label, qos: .userInitiated)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Queues a plain block behind the jobs.
    func run(_ block: @escaping @Sendable () -> Void) {
        queue.async(execute: block)
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// Lets `assumeIsolated` accept plain blocks on the queue.
    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
