import Dispatch
import Synchronization

/// Holds each step of a scripted model until the test lets it through.
final class Gate: Sendable {
    private let permits = DispatchSemaphore(value: 0)
    private let isOpen = Atomic(false)
    private let arrivals: AsyncStream<Void>
    private let arrived: AsyncStream<Void>.Continuation

    init() {
        (arrivals, arrived) = AsyncStream.makeStream()
    }

    /// The model's side: waits for a permit.
    func pass() {
        arrived.yield()
        if !isOpen.load(ordering: .acquiring) { permits.wait() }
    }

    /// Returns when the next step, counted from the last call, stands at the gate.
    func step() async {
        for await _ in arrivals { return }
    }

    /// Lets one step through.
    func release() {
        permits.signal()
    }

    /// Lets the step at the gate, and all after it, through.
    func open() {
        isOpen.store(true, ordering: .releasing)
        permits.signal()
    }
}
