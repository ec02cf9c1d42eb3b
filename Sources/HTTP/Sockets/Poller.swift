import CEpoll
import Dispatch
import Glibc
import Synchronization

/// Watches many sockets with one Dispatch source: the source reads an epoll descriptor, which is edge-triggered, so that a socket
/// costs one registration in its life and no further calls. A source for each socket costs half as much time again for a request,
/// several hundred bytes for a connection, and does not see a reset behind unread bytes.
///
/// Handlers are told on one serial queue and only mark what has become ready and resume whoever waits; the work is done where
/// they wait. Deadlines are kept in a heap beside the sockets, with one timer for the earliest.
///
/// Tasks that prefer it as their executor run on its queue, behind the events that they waited for: then no other thread is woken for them, and what
/// they share is in one processor's cache.
final class Poller: Sendable {
    /// Names a registration: slot and generation, so that events of a slot's former owner are told from its own.
    struct Token: Hashable {
        fileprivate let slot: UInt32
        fileprivate let generation: UInt32

        fileprivate init(slot: UInt32, generation: UInt32) {
            self.slot = slot
            self.generation = generation
        }

        /// As it stands in an event.
        fileprivate init(_ data: UInt64) {
            slot = UInt32(truncatingIfNeeded: data >> 32)
            generation = UInt32(truncatingIfNeeded: data)
        }

        fileprivate var data: UInt64 { UInt64(slot) << 32 | UInt64(generation) }
    }

    private struct Slot {
        var generation: UInt32
        var handler: (any ReadinessHandler)?
    }

    private struct State {
        var slots: [Slot] = []
        var free: [UInt32] = []
        var deadlines = DeadlineHeap<Token>()
        /// What the timer is set to.
        var timer: UInt64 = .max

        /// Nil when it was removed.
        func handler(of token: Token) -> (any ReadinessHandler)? {
            let slot = slots[Int(token.slot)]
            return slot.generation == token.generation ? slot.handler : nil
        }
    }

    private let state = Mutex(State())
    let jobs = Mutex(Jobs())
    private let descriptor: Int32
    /// Ends a wait for events (eventfd(2)); edge-triggered, so that it is never read.
    let bell: Int32
    let queue: DispatchQueue
    // Dispatch objects may be used from any thread; only their declarations do not say so.
    nonisolated(unsafe) private let source: any DispatchSourceRead
    nonisolated(unsafe) private let timer: any DispatchSourceTimer
    private static let batch = 256
    /// Milliseconds without events after which traffic is taken to have ceased; deadlines wait behind it.
    private static let patience: Int32 = 10

    init(label: String) throws(SocketError) {
        let descriptor = try systemCall("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) }
        self.descriptor = descriptor
        bell = try Self.makeBell(in: descriptor)
        queue = DispatchQueue(label: label)
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        timer = DispatchSource.makeTimerSource(queue: queue)
        source.setEventHandler { [weak self] in self?.wakeUp() }
        source.setCancelHandler { [bell] in
            close(descriptor)
            close(bell)
        }
        timer.setEventHandler { [weak self] in self?.timerFired() }
        source.resume()
        timer.resume()
    }

    /// Stops watching. Afterwards no handler is told anything.
    func cancel() {
        source.cancel()
        timer.cancel()
    }

    /// Begins to tell a handler about a socket. It is kept alive until ``remove(_:descriptor:)``.
    func add(_ handler: any ReadinessHandler, descriptor socket: Int32) throws(SocketError) -> Token {
        let token = state.withLock { state in
            if let slot = state.free.popLast() {
                state.slots[Int(slot)].handler = handler
                return Token(slot: slot, generation: state.slots[Int(slot)].generation)
            }
            state.slots.append(Slot(generation: 0, handler: handler))
            return Token(slot: UInt32(state.slots.count - 1), generation: 0)
        }
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        event.data.u64 = token.data
        do throws(SocketError) {
            try systemCall("epoll_ctl") { epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event) }
        } catch {
            release(token)
            throw error
        }
        return token
    }

    /// Must come before the descriptor is closed.
    func remove(_ token: Token, descriptor socket: Int32) {
        var event = epoll_event()
        epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, &event)
        release(token)
    }

    private func release(_ token: Token) {
        // The handler is let go outside the lock: it may be its last reference.
        let handler = state.withLock { state -> (any ReadinessHandler)? in
            guard state.slots[Int(token.slot)].generation == token.generation else { return nil }
            let handler = state.slots[Int(token.slot)].handler
            state.slots[Int(token.slot)] = Slot(generation: token.generation &+ 1, handler: nil)
            state.free.append(token.slot)
            return handler
        }
        withExtendedLifetime(handler) {}
    }

    /// Asks for ``ReadinessHandler/deadlineReached(now:)`` at a time. There is no taking back: a handler that has no deadline
    /// any more, or a later one, finds that out when it is told.
    func wake(_ token: Token, at time: UInt64) {
        state.withLock { state in
            if state.deadlines.count > 1024 + 4 * (state.slots.count - state.free.count) {
                // Short connections leave deadlines behind that are a minute away.
                let slots = state.slots
                state.deadlines.removeAll { slots[Int($0.slot)].generation != $0.generation }
            }
            state.deadlines.insert(token, at: time)
            setTimer(&state)
        }
    }

    private func setTimer(_ state: inout State) {
        let earliest = state.deadlines.earliest ?? .max
        guard earliest < state.timer else { return }
        state.timer = earliest
        timer.schedule(deadline: DispatchTime(uptimeNanoseconds: earliest), leeway: .milliseconds(1))
    }

    // MARK: On the queue

    /// Tells of a batch of events and comes back behind whatever else the queue has, until there are none for a while: as long as there is
    /// traffic, the source need not be armed again each time, nor its thread woken.
    private func wakeUp() {
        source.suspend()
        poll()
    }

    private func poll() {
        let patience = jobs.withLock { $0.beginWait() ? Self.patience : 0 }
        let events = withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.batch) { events in
            let count = Int(max(0, epoll_wait(descriptor, events.baseAddress, Int32(Self.batch), patience)))
            return events.prefix(count).map { (data: $0.data.u64, readiness: Readiness(rawValue: $0.events)) }
        }
        jobs.withLock { $0.endWait() }
        let ready = state.withLock { state in
            events.compactMap { event -> (any ReadinessHandler, Readiness)? in
                guard event.data != Self.bellData else { return nil }
                return state.handler(of: Token(event.data)).map { ($0, event.readiness) }
            }
        }
        for (handler, readiness) in ready { handler.becameReady(readiness) }
        let ran = runJobs()
        // Without either, whoever has jobs has them run by other means from here on.
        guard !events.isEmpty || ran || !jobs.withLock({ $0.endTraffic() }) else { return source.resume() }
        queue.async { self.poll() }
    }

    private func timerFired() {
        let now = DispatchTime.now().uptimeNanoseconds
        let due = state.withLock { state in
            var due: [any ReadinessHandler] = []
            while let token = state.deadlines.removeEarliest(upTo: now) {
                if let handler = state.handler(of: token) { due.append(handler) }
            }
            state.timer = .max
            setTimer(&state)
            return due
        }
        for handler in due { handler.deadlineReached(now: now) }
    }
}
