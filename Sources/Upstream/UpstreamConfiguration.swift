package import HTTP

/// What an upstream speaks.
package enum UpstreamForm: String, Sendable, Hashable, CaseIterable {
    /// vLLM's `/v1/completions` with token ids.
    case vLLM = "vllm"
    /// SGLang's `/generate`.
    case sgLang = "sglang"
    /// llama.cpp's `/completion`.
    case llamaServer = "llama-server"
    /// Another Chorale: `/v1/completions`.
    case chorale
}

/// The engines elsewhere that run one model, and how they are asked.
package struct UpstreamConfiguration: Sendable {
    package var form = UpstreamForm.vLLM
    /// One at least; each with what is said before its own paths, such as `/engine`.
    package var places: [Place] = []
    /// The model's name there.
    package var model: String
    /// Sent as a bearer token; `nil`: none.
    package var key: String?
    /// Tokens of one sequence, prompt and answer together.
    package var contextLength = 131_072
    /// Requests at the same time, over all places; more are refused.
    package var maximumStreams = 4096
    /// How long a request waits for a place that takes it.
    package var patience = Duration.seconds(30)
    /// Whether an answer whose upstream dies is continued on another from the tokens so far; else it ends with an error.
    package var continues = true
    /// Tokens that vLLM and SGLang may send together.
    package var tokensPerEvent = 1
    /// Between two looks at a place's health.
    package var healthInterval = Duration.seconds(5)
    /// Tokens that a consumer may leave unread before nothing more is read from the upstream.
    package var streamBuffer = 256
    /// Tokens that stand between the first part of a conversation and what the model says first: where a prompt has them, what stands before
    /// them chooses the place, so that the turns of a conversation find their prefix there.
    package var affinityMarker: [Int32] = []
    /// Tokens of the format: where one may not come, none of those that may not is asked for again.
    package var formatTokens: [Int32] = []

    /// What the model's tokens are in text, which llama-server needs.
    package var pieces: (any TokenPieces)?

    package init(model: String) {
        self.model = model
    }

    /// What every request shows.
    var authorization: [(name: String, value: String)] { key.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? [] }

    /// Where one of them is.
    package struct Place: Sendable, Hashable, CustomStringConvertible {
        package let origin: ClientOrigin
        /// Empty, or with a slash before it and none behind.
        package let path: String

        package init(origin: ClientOrigin, path: String = "") {
            self.origin = origin
            self.path = path
        }

        /// From `http://host:8000` or `https://host/path`; `nil` for anything else.
        package init?(_ text: String) {
            let isSecure = text.hasPrefix("https://")
            guard isSecure || text.hasPrefix("http://") else { return nil }
            var rest = text.dropFirst(isSecure ? 8 : 7)
            guard !rest.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || "@?#\\".utf8.contains($0) }) else { return nil }
            let slash = rest.firstIndex(of: "/") ?? rest.endIndex
            var path = rest[slash...]
            while path.hasSuffix("/") { path = path.dropLast() }
            rest = rest[..<slash]
            var port: UInt16?
            if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
                guard let number = UInt16(rest[rest.index(after: colon)...]), number > 0 else { return nil }
                port = number
                rest = rest[..<colon]
            }
            if rest.hasPrefix("["), rest.hasSuffix("]") { rest = rest.dropFirst().dropLast() }
            guard !rest.isEmpty else { return nil }
            self.init(origin: ClientOrigin(isSecure: isSecure, host: String(rest), port: port), path: String(path))
        }

        package var description: String { origin.description + path }
    }
}
