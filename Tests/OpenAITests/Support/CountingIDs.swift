import OpenAI
import Synchronization

extension IDSource {
    /// `call_1`, `msg_2`, …
    static func counting() -> IDSource {
        let counter = Counter()
        return IDSource { prefix in "\(prefix)\(counter.next())" }
    }
}

private final class Counter: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}
