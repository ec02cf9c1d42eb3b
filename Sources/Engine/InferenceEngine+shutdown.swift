import Dispatch
import Synchronization

extension InferenceEngine {
    /// Refuses new requests from now on, and returns when those accepted have ended: by themselves, or cancelled at the deadline or
    /// when the calling task is cancelled. May be called again, with an earlier deadline for instance.
    package func drain(until deadline: ContinuousClock.Instant) async {
        closeDoor()
        let wait = min(max(0, (deadline - clock.now) / .seconds(1)), 1e9)
        let expiry = DispatchWorkItem { self.assumeIsolated { $0.cancelAll() } }
        executor.queue.asyncAfter(deadline: .now() + wait, execute: expiry)
        defer { expiry.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                takePost()
                drainWaiters.append(waiter)
                resumeDrainWaitersIfIdle()
            }
        } onCancel: {
            executor.run { self.assumeIsolated { $0.cancelAll() } }
        }
    }

    /// Refuses new requests and cancels those accepted; returns when the last step is over.
    package func shutdown() async {
        await drain(until: clock.now)
    }

    /// New requests are refused as `.shuttingDown`, at once and also during a long step; those accepted go on.
    package nonisolated func closeDoor() {
        admission.withLock { $0.close() }
    }

    /// Ends every sequence, waiting or running, before the next step.
    private func cancelAll() {
        takePost()
        for id in generations.keys.sorted() { end(id, .cancelled) }
        publishLoad()
        resumeDrainWaitersIfIdle()
    }

    /// For `drain`: nothing is accepted any more and nothing is left.
    func resumeDrainWaitersIfIdle() {
        guard scheduler.isEmpty, !drainWaiters.isEmpty else { return }
        let waiters = drainWaiters
        drainWaiters = []
        for waiter in waiters { waiter.resume() }
    }
}
