import Harmony
import Synchronization

/// What models wrote, token by token, so that a conversation that goes on is the one that was had: the cache hits, and chain of
/// thought is there also where a client drops it between calls.
///
/// In memory, and bounded: what is forgotten, or was written before a restart, is rendered anew from its text. Tokens are given out
/// only for a message that says what they say, so that nobody learns from them what he has not sent.
package final class TokenMemory: Sendable {
    private struct MessageKey: Hashable {
        let channel: String?
        let recipient: String?
        let text: String

        init(_ message: Message) {
            channel = message.channel
            recipient = message.recipient
            text = message.text
        }
    }

    private let messages: Mutex<RecencyCache<MessageKey, [Int32]>>
    private let reasonings: Mutex<RecencyCache<String, String>>

    /// Bytes of an entry beside its text and tokens: two keys, headers of arrays and strings, places in the tables.
    private static let overhead = 384

    /// - Parameter maximumBytes: of what is kept, about.
    package init(maximumBytes: Int = 64 << 20) {
        messages = Mutex(RecencyCache(maximumCost: maximumBytes / 2))
        reasonings = Mutex(RecencyCache(maximumCost: maximumBytes / 2))
    }

    func keep(_ written: WrittenMessage) {
        let cost = written.message.text.utf8.count + written.tokens.count * MemoryLayout<Int32>.size + Self.overhead
        messages.withLock { $0.put(written.tokens, cost: cost, for: MessageKey(written.message)) }
    }

    /// The tokens of an assistant's message, as `ConversationRenderer.render` takes them.
    func tokens(of message: Message) -> [Int32]? {
        let key = MessageKey(message)
        return messages.withLock { $0[key] }
    }

    func keep(reasoning text: String, beforeCall id: String) {
        reasonings.withLock { $0.put(text, cost: text.utf8.count + id.utf8.count + Self.overhead, for: id) }
    }

    /// What was reasoned before a call.
    func reasoning(beforeCall id: String) -> String? {
        reasonings.withLock { $0[id] }
    }
}
