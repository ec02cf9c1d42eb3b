import Dispatch
import Synchronization

extension Channel {
    /// Asks for ``ChannelEvent/watched`` at a time; nil takes it back.
    func watch(at time: UInt64?) {
        state.withLock { state in
            guard state.failure == nil else { return }
            state.watchDeadline = time
            arrange(&state)
        }
    }

    /// Has the poller tell of the earliest deadline, where it does not do so already.
    func arrange(_ state: inout State) {
        guard let token = state.token, state.socket != nil else { return }
        let earliest = min(state.receiveDeadline ?? .max, state.sendDeadline ?? .max, state.watchDeadline ?? .max)
        guard earliest < .max else { return }
        if let wakening = state.wakening, wakening <= earliest { return }
        state.wakening = earliest
        poller.wake(token, at: earliest)
    }

    func deadlineReached(now: UInt64) {
        perform(
            state.withLock { state in
                if let wakening = state.wakening, wakening <= now { state.wakening = nil }
                guard state.failure == nil, state.socket != nil else { return Actions() }
                if let deadline = state.sendDeadline, deadline <= now, let actions = state.checkDelivery(now: now) { return actions }
                var actions = Actions()
                if let deadline = state.receiveDeadline, deadline <= now {
                    state.receiveDeadline = nil
                    actions.reader = state.receiving.leave().map { ($0, .timedOut) }
                }
                if let deadline = state.watchDeadline, deadline <= now {
                    state.watchDeadline = nil
                    actions.event = state.observer.map { (.watched, $0) }
                }
                arrange(&state)
                return actions
            })
    }
}
