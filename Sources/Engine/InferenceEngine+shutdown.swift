import Dispatch
import Synchronization

extension InferenceEngine {
    /// New requests are refused as `.shuttingDown` from now on, also during a long step; those accepted go on.
    package nonisolated func closeDoor() {
        admission.withLock { $0.close() }
    }

    /// Closes the door, and returns when those accepted have ended: by themselves, or cancelled at the deadline or when the calling
    /// task is cancelled. May be called again, with an earlier deadline for instance.
    package nonisolated func drain(until deadline: ContinuousClock.Instant) async {
        closeDoor()
        let expiry = DispatchWorkItem { self.assumeIsolated { $0.cancelAll() } }
        let wait = min((deadline - clock.now) / .seconds(1), 1e9)
        if wait > 0 {
            executor.queue.asyncAfter(deadline: .now() + wait, execute: expiry)
        } else {
            executor.queue.async(execute: expiry)
        }
        await withTaskCancellationHandler {
            await untilIdle()
        } onCancel: {
            executor.run { self.assumeIsolated { $0.cancelAll() } }
        }
        expiry.cancel()
    }

    /// Closes the door and cancels those accepted; returns when the last step is over.
    package nonisolated func shutdown() async {
        await drain(until: clock.now)
    }

    private func untilIdle() async {
        takePost()
        guard !scheduler.isEmpty else { return }
        await withCheckedContinuation { drainWaiters.append($0) }
    }

    /// Ends every sequence, waiting or running, before the next step.
    private func cancelAll() {
        takePost()
        for id in generations.keys.sorted() { end(id, .cancelled) }
        settle()
    }

    /// For `drain`: nothing is accepted any more and nothing is left.
    func resumeDrainWaitersIfIdle() {
        guard scheduler.isEmpty, !drainWaiters.isEmpty else { return }
        let waiters = drainWaiters
        drainWaiters = []
        for waiter in waiters { waiter.resume() }
    }
}
