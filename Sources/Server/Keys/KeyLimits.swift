/// What a key may do. Nil is no limit.
package struct KeyLimits: Sendable, Hashable {
    package var requestsPerMinute: Int?
    /// Of prompts and answers together.
    package var tokensPerMinute: Int?
    /// Requests that are answered at the same time, responses in the background included.
    package var concurrentRequests: Int?
    /// The models that it may use.
    package var models: Set<String>?

    package init(
        requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil, concurrentRequests: Int? = nil, models: Set<String>? = nil
    ) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
        self.concurrentRequests = concurrentRequests
        self.models = models
    }
}

/// A key by what is kept of it: its name and the digest of its secret, never the secret.
package struct APIKey: Sendable, Hashable {
    /// For logs, metrics and the usage log: 1 to 64 letters, digits, `.`, `_` and `-`.
    package var name: String
    /// SHA-256 of the secret, 32 bytes.
    package var digest: [UInt8]
    package var limits: KeyLimits

    package init(name: String, digest: [UInt8], limits: KeyLimits = KeyLimits()) {
        self.name = name
        self.digest = digest
        self.limits = limits
    }

    /// Whether a key may be called so.
    package static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
