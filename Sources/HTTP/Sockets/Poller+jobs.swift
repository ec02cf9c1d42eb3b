import CEpoll
import Dispatch
import Glibc
import Synchronization

/// Runs the jobs of tasks that prefer it (SE-0417), one after the other on its queue. None may block.
extension Poller: TaskExecutor {
    struct Jobs {
        private var waiting: [UnownedJob] = []
        /// Whether those that come will be run without further ado.
        private var isTended = false
        /// Whether the queue waits for events.
        private var isInWait = false

        /// What has to be done for a job to be run.
        enum Call {
            case nothing
            case ring
            case enqueue
        }

        mutating func add(_ job: UnownedJob) -> Call {
            waiting.append(job)
            if isInWait {
                isInWait = false
                return .ring
            }
            defer { isTended = true }
            return isTended ? .nothing : .enqueue
        }

        mutating func takeAll() -> [UnownedJob] {
            defer { waiting = [] }
            return waiting
        }

        /// Jobs that come from here on end the wait.
        /// - Returns: false where there are some, and there must be no wait.
        mutating func beginWait() -> Bool {
            isTended = true
            isInWait = waiting.isEmpty
            return isInWait
        }

        mutating func endWait() { isInWait = false }

        /// - Returns: false where there are jobs, which must be run before.
        mutating func endTraffic() -> Bool {
            if waiting.isEmpty { isTended = false }
            return !isTended
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        switch jobs.withLock({ $0.add(job) }) {
        case .nothing: break
        case .ring: _ = eventfd_write(bell, 1)
        case .enqueue:
            queue.async {
                repeat { _ = self.runJobs() } while !self.jobs.withLock { $0.endTraffic() }
            }
        }
    }

    /// On the queue: runs those that wait, and those that they make, up to so many times: events are to be looked for, too.
    /// - Returns: whether there were any.
    func runJobs() -> Bool {
        for round in 0..<16 {
            let jobs = jobs.withLock { $0.takeAll() }
            guard !jobs.isEmpty else { return round > 0 }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
        return true
    }

    /// What stands in the bell's events.
    static let bellData = UInt64.max

    static func makeBell(in epoll: Int32) throws(SocketError) -> Int32 {
        let bell = try systemCall("eventfd") { eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK)) }
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLET.rawValue
        event.data.u64 = bellData
        try systemCall("epoll_ctl") { epoll_ctl(epoll, EPOLL_CTL_ADD, bell, &event) }
        return bell
    }
}
