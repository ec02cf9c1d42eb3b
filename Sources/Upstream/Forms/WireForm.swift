import Engine
import JSON
import Sampling

/// How one kind of upstream is asked for tokens, and how its events are read.
protocol WireForm: Sendable {
    /// What it is asked at.
    var path: String { get }
    /// Where it says whether it is well.
    var healthPath: String { get }
    /// How it is told what tokens are held to; `nil`: not at all.
    var formatNotation: FormatNotation? { get }
    /// Whether it tells the log-probabilities of prompts.
    var scoresPrompts: Bool { get }
    /// A JSON object.
    func body(_ ask: TokenAsk) -> [UInt8]
    /// Reads the events of one answer.
    func makeReader(_ ask: TokenAsk) -> any ChunkReader
    /// Reads the answer to an ask for the log-probabilities of its tokens.
    func scores(_ body: UnsafeBufferPointer<UInt8>, of ask: TokenAsk) throws -> [SampledToken]
}

extension WireForm {
    var scoresPrompts: Bool { false }

    func scores(_ body: UnsafeBufferPointer<UInt8>, of ask: TokenAsk) throws -> [SampledToken] { [] }
}

protocol ChunkReader: Sendable {
    /// - Parameter data: of one event, a JSON object.
    mutating func read(_ data: UnsafeBufferPointer<UInt8>) throws -> UpstreamChunk
}

/// The last event of a stream that says that it is whole.
let streamEnd = Array("[DONE]".utf8)

extension JSONReader {
    /// Walks the members of an object.
    mutating func members(_ body: (String, inout JSONReader) throws -> Void) throws {
        try enterObject()
        while let name = try nextName() { try body(name.string, &self) }
    }

    /// Walks an array; nothing where there is `null`.
    mutating func elements(_ body: (inout JSONReader) throws -> Void) throws {
        guard try kind() != .null else { return try null() }
        try enterArray()
        while try nextElement() { try body(&self) }
    }

    /// `nil` for `null`.
    mutating func optional<Value>(_ body: (inout JSONReader) throws -> Value) throws -> Value? {
        guard try kind() != .null else {
            try null()
            return nil
        }
        return try body(&self)
    }

    mutating func tokenID() throws -> Int32 {
        let value = try integer()
        guard let id = Int32(exactly: value), id >= 0 else { throw UpstreamError.broken("it sent \(value) as a token") }
        return id
    }

    /// The error of an event, in the form that all of them have, or nearly; as a string, too.
    mutating func upstreamError() throws -> UpstreamError {
        guard try kind() == .object else { return .broken(try kind() == .string ? string() : "an error") }
        var (message, status) = ("an error", 500)
        try members { name, reader in
            switch name {
            case "message" where try reader.kind() == .string: message = try reader.string()
            case "code" where try reader.kind() == .number: status = try reader.integer()
            default: try reader.skipValue()
            }
        }
        return UpstreamError(status: status, message: message)
    }
}

extension JSONWriter {
    mutating func write(tokens: [Int32]) {
        beginArray()
        for token in tokens { write(token) }
        endArray()
    }

    mutating func write(_ name: String, _ value: Float) {
        self.name(name)
        write(Double("\(value)") ?? Double(value))
    }

    mutating func write(_ name: String, _ value: Int) {
        self.name(name)
        write(value)
    }

    mutating func write(_ name: String, _ value: Bool) {
        self.name(name)
        write(value)
    }

    /// What all of them call alike, as members of the object that is open.
    mutating func write(_ sampling: SamplingParameters) {
        write("temperature", sampling.temperature)
        write("top_p", sampling.topP)
        write("min_p", sampling.minP)
        write("presence_penalty", sampling.presencePenalty)
        write("frequency_penalty", sampling.frequencyPenalty)
        if !sampling.logitBias.isEmpty { write("logit_bias", bias: sampling.logitBias) }
    }

    /// `{"id": bias}`, within what the forms allow.
    private mutating func write(_ name: String, bias: [Int32: Float]) {
        self.name(name)
        beginObject()
        for (token, value) in bias.sorted(by: { $0.key < $1.key }) { write("\(token)", min(100, max(-100, value))) }
        endObject()
    }
}
