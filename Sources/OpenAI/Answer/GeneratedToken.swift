/// A token that the model wrote, beside the parser's events for it.
package struct GeneratedToken: Sendable, Hashable {
    package var id: Int32
    /// What it decodes to, possibly part of a character; for special tokens their name.
    package var bytes: [UInt8]
    /// Natural logarithm of its probability; `nil` unless asked for.
    package var logprob: Float?
    /// Most probable first.
    package var alternatives: [Alternative]

    package struct Alternative: Sendable, Hashable {
        package var id: Int32
        package var bytes: [UInt8]
        package var logprob: Float

        package init(id: Int32, bytes: [UInt8], logprob: Float) {
            self.id = id
            self.bytes = bytes
            self.logprob = logprob
        }
    }

    package init(id: Int32, bytes: [UInt8], logprob: Float? = nil, alternatives: [Alternative] = []) {
        self.id = id
        self.bytes = bytes
        self.logprob = logprob
        self.alternatives = alternatives
    }
}
