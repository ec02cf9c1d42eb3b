import Harmony
import Testing

/// Something a model wrote, and how it is read.
struct ModelOutput: Sendable, CustomTestStringConvertible {
    let name: String
    /// What follows a prompt that ends in `<|start|>assistant`; the names of special tokens stand for them.
    let transcript: String
    /// Summaries of the messages, each with its end.
    let messages: [String]
    let repairs: [HarmonyRepair]

    var testDescription: String { name }

    init(_ name: String, _ transcript: String, _ messages: [String], _ repairs: [HarmonyRepair]) {
        self.name = name
        self.transcript = transcript
        self.messages = messages
        self.repairs = repairs
    }

    /// The functions that the model was offered.
    static let tools: Set<String> = ["f", "get_weather", "shell", "write"]

    /// Well-formed output first, then what models were seen to write instead.
    static let corpus = [
        wellFormed, strayChannels, contentTypes, calls, missingHeaders, roles, ends, truncations,
    ].flatMap { $0 }
}
