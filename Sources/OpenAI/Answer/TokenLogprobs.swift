import JSON
import OrderedCollections

/// Log-probabilities as both APIs write them.
enum TokenLogprobs {
    /// `{"token", "logprob", "bytes", "top_logprobs"}` of each token that has a log-probability.
    static func json(_ tokens: [GeneratedToken]) -> [JSONValue] {
        tokens.compactMap { token in
            guard let logprob = token.logprob else { return nil }
            return entry(token, .some(logprob))
        }
    }

    /// One token, also where it has no log-probability: then that is `null`.
    static func entry(_ token: GeneratedToken) -> JSONValue { entry(token, token.logprob) }

    private static func entry(_ token: GeneratedToken, _ logprob: Float?) -> JSONValue {
        var entry = pair(token.bytes, logprob)
        entry["top_logprobs"] = .array(token.alternatives.map { .object(pair($0.bytes, $0.logprob)) })
        return .object(entry)
    }

    private static func pair(_ bytes: [UInt8], _ logprob: Float?) -> JSONObject {
        [
            "token": .string(String(decoding: bytes, as: UTF8.self)), "logprob": logprob.map(number) ?? .null,
            "bytes": .array(bytes.map { .integer(Int($0)) }),
        ]
    }

    /// The shortest decimal that is this Float. JSON has no infinity: impossible tokens get −9999, as the published API writes them.
    static func number(_ logprob: Float) -> JSONValue {
        guard logprob.isFinite else { return .double(-9999) }
        return .double(Double(logprob.description) ?? Double(logprob))
    }
}
