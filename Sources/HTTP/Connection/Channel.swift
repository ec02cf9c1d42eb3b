import Dispatch
import Synchronization

/// A connected socket with what waits for it: one reader, bytes to send and their writers, and the deadlines of both.
///
/// All state is under one lock; calls of the socket are made under it too, which never block. Who may call, at the same time:
///
/// - the connection's task, which reads, and sends all but the bodies of streams; while the connection is idle it has none, and its
///   ``Reader`` is the observer;
/// - whoever writes a stream or reads a body, where a handler passed that on; also after the answer, when nothing comes of it;
/// - the poller's queue, with ``becameReady(_:)`` and ``deadlineReached(now:)``;
/// - whoever cancels a task that waits here, and whoever shuts the server down.
///
/// One reader at most waits, in a ``Gate``, and any number of writers. Whoever takes one of their continuations out of the state, under the
/// lock, resumes it, once and outside the lock: that is what ``Actions`` are. A wait that is cancelled takes its own out in the same way, so
/// that every continuation is resumed by exactly one of readiness, deadline, cancellation, interruption, failure and close; all of them find
/// nothing where another was first. The observer is told outside the lock too. The lock is held while the poller's is taken, and never the
/// other way round; a connection's own lock is not held while its channel is called, but for ``park(until:observer:)``.
final class Channel: ReadinessHandler {
    /// Why nothing more goes through.
    enum Failure: Error, Hashable {
        /// Reset by the client, or closed in both directions.
        case gone
        /// The client took nothing for the write time-out, or too little.
        case writeTimedOut
        /// Closed from this side.
        case closed
    }

    struct State {
        /// Nil once closed.
        var socket: Socket?
        /// Between the socket and everybody else, where TLS is spoken.
        var tls: TLSSession?
        /// Bytes that TLS itself answered with since the client last took everything.
        var tlsReplies = 0
        var token: Poller.Token?
        var failure: Failure?
        weak var observer: (any ChannelObserver)?

        var receiving = Gate<Reader>()
        /// FIN has come; there may be bytes before it that are not read yet.
        var peerHasFinished = false
        /// Asked to stop waiting for a next request.
        var isInterrupted = false
        /// Whether the reader that waits is one of those.
        var isReaderInterruptible = false

        /// Received and given back: what comes next.
        var unread: [UInt8] = []

        var output = OutputQueue()
        /// Bytes that the socket took.
        var sent = 0
        var delivery: Delivery
        var isWritable = true
        var allowsInterim = false
        var writers: [Writer] = []
        var nextWriter = 0

        var receiveDeadline: UInt64?
        var sendDeadline: UInt64?
        var watchDeadline: UInt64?
        /// When the poller tells of the deadlines next. A later deadline than this needs no further call.
        var wakening: UInt64?
    }

    /// Who waits for bytes.
    enum Reader: Sendable {
        case task(CheckedContinuation<Wakening, Never>)
        /// Told of ``ChannelEvent/wakened(_:)``, so that a connection that is idle needs no task.
        case observer(any ChannelObserver)
    }

    let state: Mutex<State>
    let poller: Poller
    let writeTimeout: Duration

    init(_ socket: Socket, poller: Poller, writeTimeout: Duration, rates: DataRates) {
        self.poller = poller
        self.writeTimeout = writeTimeout
        state = Mutex(State(socket: socket, delivery: Delivery(writeTimeout: writeTimeout, rates: rates)))
    }

    /// Begins to be told of the socket.
    func start(observer: any ChannelObserver) throws(SocketError) {
        let result = state.withLock { state -> Result<Void, SocketError> in
            guard let socket = state.socket else { return .success(()) }
            state.observer = observer
            do throws(SocketError) {
                // Bytes that the system has taken are its to watch: a little longer, so that a client that is there and does not read
                // is told from one that is not there.
                try socket.setUnacknowledgedLimit(writeTimeout + .seconds(5))
                state.token = try poller.add(self, descriptor: socket.descriptor)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Closes the socket; what waits for it fails.
    /// - Parameter reset: tells the client that what it has is not whole.
    func close(reset: Bool = false) {
        let actions = state.withLock { state in
            guard let socket = state.socket else { return Actions() }
            if let token = state.token { poller.remove(token, descriptor: socket.descriptor) }
            let last = reset ? Actions() : state.finishTLS()
            if reset { socket.resetOnClose() }
            var actions = state.fail(.closed).after(last)
            actions.event = nil
            actions.closing = socket
            state.socket = nil
            state.tls = nil
            state.observer = nil
            return actions
        }
        perform(actions)
    }

    /// What a change of state asks for, done outside the lock.
    struct Actions {
        var reader: (Reader, Wakening)?
        var writers: [(CheckedContinuation<WriteError?, Never>, WriteError?)] = []
        var event: (ChannelEvent, any ChannelObserver)?
        /// Held until here, so that the descriptor is closed outside the lock.
        var closing: Socket?

        /// With what an earlier change asked for. A reader is let go and an event told by one of them only.
        func after(_ earlier: Actions) -> Actions {
            var actions = self
            actions.reader = reader ?? earlier.reader
            actions.writers = earlier.writers + writers
            actions.event = event ?? earlier.event
            return actions
        }
    }

    func perform(_ actions: Actions) {
        switch actions.reader {
        case (.task(let continuation), let wakening)?: continuation.resume(returning: wakening)
        case (.observer(let observer), let wakening)?: observer.channel(self, .wakened(wakening))
        case nil: break
        }
        for (writer, error) in actions.writers { writer.resume(returning: error) }
        if let (event, observer) = actions.event { observer.channel(self, event) }
    }

    // MARK: On the poller's queue

    func becameReady(_ readiness: Readiness) {
        perform(
            state.withLock { state in
                guard state.failure == nil, state.socket != nil else { return Actions() }
                if !readiness.isDisjoint(with: .gone) { return state.fail(.gone) }
                var actions = Actions()
                if readiness.contains(.writable) {
                    state.isWritable = true
                    actions = state.drain()
                    if state.failure != nil { return actions }
                    arrange(&state)
                }
                if !readiness.isDisjoint(with: [.readable, .finished]), let reader = state.receiving.open() {
                    state.receiveDeadline = nil
                    actions.reader = (reader, .ready)
                }
                if readiness.contains(.finished), !state.peerHasFinished {
                    state.peerHasFinished = true
                    actions.event = state.observer.map { (.finished, $0) }
                }
                return actions
            })
    }
}

/// What happens to a channel that nobody may be waiting for.
enum ChannelEvent: Sendable, Hashable {
    /// The client sent FIN.
    case finished
    /// Nothing more goes through: reset, or the write time-out.
    case failed
    /// The time that ``Channel/watch(at:)`` asked for has come.
    case watched
    /// What ``Channel/park(until:observer:)`` waited for.
    case wakened(Wakening)
}

/// Told outside the channel's lock, on the poller's queue or a writer's task.
protocol ChannelObserver: AnyObject, Sendable {
    func channel(_ channel: Channel, _ event: ChannelEvent)
}

extension Channel.State {
    /// Ends everything. Told once.
    mutating func fail(_ failure: Channel.Failure) -> Channel.Actions {
        var actions = Channel.Actions()
        if self.failure == nil {
            self.failure = failure
            actions.event = observer.map { (.failed, $0) }
        }
        actions.reader = receiving.leave().map { ($0, .failed) }
        actions.writers = writers.map { ($0.continuation, failure.writeError) }
        writers = []
        output.removeAll()
        (receiveDeadline, sendDeadline, watchDeadline) = (nil, nil, nil)
        return actions
    }
}

extension Channel.Failure {
    var writeError: WriteError {
        switch self {
        case .gone: .clientGone
        case .writeTimedOut: .timedOut
        case .closed: .finished
        }
    }
}
