/// The engine's door: what has to be answered at once, also while a long step runs, and the post for the next step.
/// Kept under a lock, without I/O; the answers say what the caller does.
struct Admission {
    /// A request that was let in.
    struct Ticket: Sendable {
        let id: SequenceID
        /// Requests that waited before it.
        let ahead: Int
    }

    enum Message {
        case submitted(Generation)
        case consumer(GenerationChannel.Signal, SequenceID)
    }

    let queueLimit: Int
    private(set) var isOpen = true
    /// Accepted and not begun, nor cancelled.
    private var waiting: [SequenceID: String?] = [:]
    private var lastNumber = 0
    private var messages: [Message] = []
    /// Whether a turn of the engine is on its way, which will see every message.
    private var isAwake = false
    /// As of the last turn; `waiting` and what follows from it are filled in by `currentLoad`.
    var load = EngineLoad()

    init(queueLimit: Int) {
        self.queueLimit = max(1, queueLimit)
    }

    var currentLoad: EngineLoad {
        var load = load
        load.waiting = waiting.count
        load.isAdmitting = isOpen
        load.timeToNextEnd = load.retryAfter
        if waiting.count < queueLimit { load.retryAfter = .zero }
        return load
    }

    /// - Parameter owner: may have as many waiting as there are places left, so that nobody fills the queue for the others
    ///   (Choudhury and Hahne, "Dynamic queue length thresholds", 1998, with a factor of 1); `nil` may fill it.
    mutating func admit(owner: String? = nil) throws(EngineError) -> Ticket {
        guard isOpen else { throw .shuttingDown }
        guard waiting.count < queueLimit else { throw .queueFull(waiting: waiting.count) }
        if let owner, waiting.values.count(where: { $0 == owner }) >= queueLimit - waiting.count {
            throw .queueFull(waiting: waiting.count)
        }
        lastNumber += 1
        let ticket = Ticket(id: SequenceID(number: lastNumber), ahead: waiting.count)
        waiting[ticket.id] = .some(owner)
        return ticket
    }

    /// Whether the engine has to be woken. A cancelled request gives its place back at once.
    mutating func post(_ message: Message) -> Bool {
        if case .consumer(.cancelled, let id) = message { waiting.removeValue(forKey: id) }
        messages.append(message)
        defer { isAwake = true }
        return !isAwake
    }

    mutating func takeMessages() -> [Message] {
        defer { messages.removeAll() }
        return messages
    }

    mutating func leftQueue(_ id: SequenceID) {
        waiting.removeValue(forKey: id)
    }

    mutating func close() {
        isOpen = false
    }

    /// Whether the engine may sleep: false when there is post.
    mutating func sleep() -> Bool {
        isAwake = !messages.isEmpty
        return !isAwake
    }
}
