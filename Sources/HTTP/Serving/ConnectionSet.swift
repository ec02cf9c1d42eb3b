import Dispatch
import Synchronization

/// The connections of a server, and who waits for the last of them to go.
final class ConnectionSet: Sendable {
    fileprivate struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var isDraining = false
        var waiter: CheckedContinuation<Bool, Never>?
        /// Names the waiter, so that a time-out ends its own wait only.
        var wait = 0
    }

    enum Admission: Hashable {
        case admitted
        /// The server drains.
        case refused
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.connections.count } }

    func insert(_ connection: Connection) -> Admission {
        state.withLock { state in
            guard !state.isDraining else { return .refused }
            state.connections[ObjectIdentifier(connection)] = connection
            return .admitted
        }
    }

    /// - Returns: how many are left.
    func remove(_ connection: Connection) -> Int {
        let (count, waiter) = state.withLock { state -> (Int, CheckedContinuation<Bool, Never>?) in
            state.connections[ObjectIdentifier(connection)] = nil
            return (state.connections.count, state.connections.isEmpty ? state.takeWaiter() : nil)
        }
        waiter?.resume(returning: true)
        return count
    }

    /// Takes no more, closes those that are idle and ends the others after their request.
    func drain() {
        for connection in state.withLock({ state in
            state.isDraining = true
            return Array(state.connections.values)
        }) { connection.drain() }
    }

    func cancelAll() {
        for connection in state.withLock({ Array($0.connections.values) }) { connection.cancel() }
    }

    func abortAll() {
        for connection in state.withLock({ Array($0.connections.values) }) { connection.abort() }
    }

    /// Ends the wait at once.
    func endWait() {
        state.withLock { $0.takeWaiter() }?.resume(returning: false)
    }

    /// Waits, for one waiter, whether its task is cancelled or not.
    /// - Returns: whether the set became empty in time.
    func waitUntilEmpty(for limit: Duration) async -> Bool {
        await withCheckedContinuation { continuation in
            let wait = state.withLock { state -> Int? in
                if state.connections.isEmpty { return nil }
                state.wait += 1
                state.waiter = continuation
                return state.wait
            }
            guard let wait else { return continuation.resume(returning: true) }
            let now = DispatchTime.now().uptimeNanoseconds
            DispatchQueue.global().asyncAfter(deadline: DispatchTime(uptimeNanoseconds: Uptime.after(limit, from: now))) {
                self.state.withLock { $0.wait == wait ? $0.takeWaiter() : nil }?.resume(returning: false)
            }
        }
    }
}

extension ConnectionSet.State {
    fileprivate mutating func takeWaiter() -> CheckedContinuation<Bool, Never>? {
        defer { waiter = nil }
        return waiter
    }
}
