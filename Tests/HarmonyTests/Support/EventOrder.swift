import Harmony
import Testing

/// Checks the promises of `HarmonyEvent` on a stream of events.
struct EventOrder {
    private(set) var isOpen = false

    /// Records an issue where an event comes out of order or is empty.
    mutating func check(_ events: [HarmonyEvent], _ context: @autoclosure () -> String, sourceLocation: SourceLocation = #_sourceLocation) {
        for event in events {
            switch event {
            case .messageStarted(let header):
                expect(!isOpen, "a message starts inside another", context, sourceLocation)
                let isPlaced = header.author.role != .assistant || header.channel != nil || header.recipient != nil
                expect(isPlaced, "an assistant's message has neither channel nor recipient", context, sourceLocation)
                isOpen = true
            case .contentDelta(let text):
                expect(isOpen, "a delta stands outside messages", context, sourceLocation)
                expect(!text.isEmpty, "a delta is empty", context, sourceLocation)
            case .messageEnded:
                expect(isOpen, "a message ends that did not start", context, sourceLocation)
                isOpen = false
            case .repaired:
                break
            }
        }
    }

    /// Called once a token; goes through `#expect` only on failure, for speed.
    private func expect(_ condition: Bool, _ rule: Comment, _ context: () -> String, _ sourceLocation: SourceLocation) {
        if !condition { Issue.record("\(rule): \(context())", sourceLocation: sourceLocation) }
    }
}
