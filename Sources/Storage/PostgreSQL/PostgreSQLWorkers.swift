#if PostgreSQL
    import Dispatch
    import Foundation
    import Synchronization

    /// Threads with a connection each, which are started when there is work for them: the pool. libpq's calls block them and nobody else.
    ///
    /// A connection that is gone is opened anew by who needs it next. Where none can be had, all that wait are told so.
    final class PostgreSQLWorkers: Sendable {
        /// What is run on a connection.
        struct Job: Sendable {
            /// When it is no longer waited for.
            let deadline: ContinuousClock.Instant
            /// Throws where it is to be run again, on another connection if this one is lost; else it is done, well or not.
            let run: @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Void
            let fail: @Sendable (PostgreSQLError) -> Void
        }

        private struct State {
            /// First come, first served.
            var jobs: [Job] = []
            var threads = 0
            var idle = 0
            var isClosed = false
        }

        private let url: String
        private let limit: Int
        private let state = Mutex(State())
        /// Signalled once for each job, and at the end once for each thread.
        private let signal = DispatchSemaphore(value: 0)
        private let running = DispatchGroup()

        /// Jobs that may wait; one more is refused.
        private static let queueLimit = 4096
        private static let attempts = 3

        init(url: String, limit: Int) {
            self.url = url
            self.limit = limit
        }

        func add(_ job: Job) {
            enum Refusal { case closed, full }
            let (refusal, starts): (Refusal?, Bool) = state.withLock { state in
                if state.isClosed { return (.closed, false) }
                if state.jobs.count >= Self.queueLimit { return (.full, false) }
                state.jobs.append(job)
                guard state.idle < state.jobs.count, state.threads < limit else { return (nil, false) }
                state.threads += 1
                return (nil, true)
            }
            switch refusal {
            case .closed: return job.fail(.failed("it is closed"))
            case .full: return job.fail(.overloaded("too many wait for a connection"))
            case nil: break
            }
            if starts {
                running.enter()
                Thread.detachNewThread { [self] in
                    work()
                    running.leave()
                }
            }
            signal.signal()
        }

        /// Nothing more is taken on.
        func stop() {
            let threads = state.withLock { state in
                state.isClosed = true
                return state.threads
            }
            for _ in 0..<threads { signal.signal() }
        }

        /// Blocks until what was taken on is done, but for no longer than a time.
        func wait(for limit: Duration) {
            _ = running.wait(timeout: .now() + .seconds(Int(limit.components.seconds)))
        }

        private func work() {
            var connection: PostgreSQLConnection?
            while let job = next() {
                if job.deadline < .now {
                    job.fail(.overloaded("no connection was free in time"))
                } else {
                    perform(job, &connection)
                }
            }
        }

        /// Waits for the next job; nil at the end.
        private func next() -> Job? {
            while true {
                state.withLock { $0.idle += 1 }
                signal.wait()
                let (job, isOver): (Job?, Bool) = state.withLock { state in
                    state.idle -= 1
                    return state.jobs.isEmpty ? (nil, state.isClosed) : (state.jobs.removeFirst(), false)
                }
                if job != nil || isOver { return job }
            }
        }

        private func perform(_ job: Job, _ connection: inout PostgreSQLConnection?) {
            var last = PostgreSQLError.notConnected("")
            for _ in 0..<Self.attempts {
                do throws(PostgreSQLError) {
                    let open: PostgreSQLConnection
                    if let connection { open = connection } else { open = try PostgreSQLConnection(url: url) }
                    connection = open
                    return try job.run(open)
                } catch {
                    last = error
                    if case .conflict = error { continue }
                    connection = nil
                    guard case .notConnected = error else { continue }
                    job.fail(error)
                    return failAll(error)
                }
            }
            job.fail(last)
        }

        /// Nobody waits for one attempt to connect after the other.
        private func failAll(_ error: PostgreSQLError) {
            let jobs = state.withLock { state in
                defer { state.jobs = [] }
                return state.jobs
            }
            for job in jobs { job.fail(error) }
        }
    }
#endif
