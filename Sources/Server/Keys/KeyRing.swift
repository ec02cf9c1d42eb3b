import HTTP
package import HTTPTypes
package import OpenAI
import Synchronization

/// The keys that are asked for, which may be exchanged at any time, and what each has used.
package final class KeyRing: Sendable {
    private struct State {
        var keys: [APIKey]
        var accounts: [String: KeyAccount] = [:]
    }

    private let state: Mutex<State>
    private let now: @Sendable () -> Duration

    /// - Parameter now: the time since any fixed moment.
    package init(_ keys: [APIKey], now: @escaping @Sendable () -> Duration = KeyRing.uptime) {
        self.now = now
        state = Mutex(State(keys: []))
        replace(keys)
    }

    /// The keys are these from now on. Who has the name of a key before has its account.
    package func replace(_ keys: [APIKey]) {
        state.withLock { state in
            state.keys = keys
            for key in keys {
                if let account = state.accounts[key.name] {
                    account.change(key.limits)
                } else {
                    state.accounts[key.name] = KeyAccount(name: key.name, limits: key.limits, now: now)
                }
            }
        }
    }

    /// Who sends a request: by `Authorization: Bearer` or, as the Messages API has it, by `x-api-key`.
    ///
    /// - Parameter asksForAnswer: whether the request counts, and holds one of the key's places, until the lease is let go.
    /// - Throws: 401 without a key or with one that is none; 429 over the key's limits.
    package func lease(_ headers: HTTPFields, asksForAnswer: Bool) throws(APIError) -> KeyLease {
        let secret = try Self.secret(in: headers)
        let digest = SHA256.digest(of: Array(secret.utf8))
        let (account, isShared) = state.withLock { state -> (KeyAccount?, Bool) in
            var found: APIKey?
            // All of them, however early one fits: the time that it takes says nothing of which.
            for key in state.keys where SHA256.areEqual(key.digest, digest) { found = key }
            return (found.flatMap { state.accounts[$0.name] }, state.keys.count > 1)
        }
        guard let account else { throw .wrongKey }
        guard asksForAnswer else { return KeyLease(account, isShared: isShared, isCounted: false) }
        do throws(KeyAccount.Refusal) {
            try account.enter()
        } catch {
            throw APIError(error, key: account.name)
        }
        return KeyLease(account, isShared: isShared, isCounted: true)
    }

    private static func secret(in headers: HTTPFields) throws(APIError) -> String {
        let authorizations = headers[fields: .authorization]
        if authorizations.count == 1, let value = authorizations.first?.value {
            // RFC 9110 §11.1: the scheme's name in any case, then spaces.
            let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            if parts.count == 2, parts[0].lowercased() == "bearer" { return String(parts[1].drop { $0 == " " }) }
            throw .missingKey
        }
        let keys = headers[fields: .xAPIKey]
        guard authorizations.isEmpty, keys.count == 1, let key = keys.first?.value, !key.isEmpty else { throw .missingKey }
        return key
    }

    package static let uptime: @Sendable () -> Duration = { ContinuousClock().systemEpoch.duration(to: .now) }
}

/// What a request that has shown a key is allowed. The key's place is given back when the last holder lets it go.
package final class KeyLease: Sendable {
    private let account: KeyAccount
    private let isCounted: Bool

    init(_ account: KeyAccount, isShared: Bool, isCounted: Bool) {
        self.account = account
        owner = isShared ? account.name : nil
        self.isCounted = isCounted
    }

    deinit {
        if isCounted { account.leave() }
    }

    /// Among whom the engine is shared evenly; nil where there is one key alone.
    let owner: String?

    /// The key's.
    package var name: String { account.name }

    /// Whether it may use a model that has these names: a key that is for one of them is for the model.
    package func allows(anyOf names: [String]) -> Bool { account.limits.models.map { !$0.isDisjoint(with: names) } ?? true }

    /// - Parameters:
    ///   - model: what the request calls it.
    ///   - names: all that it is called.
    /// - Throws: 403 where the key is not for this model.
    package func use(model: String, of names: [String]) throws(APIError) {
        guard allows(anyOf: names) else { throw .forbiddenModel(model, key: name) }
    }

    /// - Throws: 429 where so long a prompt is over the key's tokens of the minute.
    package func admit(promptTokens: Int) throws(APIError) {
        do throws(KeyAccount.Refusal) {
            try account.admit(promptTokens: promptTokens)
        } catch {
            throw APIError(error, key: name)
        }
    }

    /// Tokens that were read or written.
    package func charge(tokens: Int) {
        account.charge(tokens: tokens)
    }

    /// `x-ratelimit-*` for the limits that the key has.
    package var headers: HTTPFields {
        var headers: HTTPFields = [:]
        let standing = account.standing
        for (kind, standing) in [("requests", standing.requests), ("tokens", standing.tokens)] {
            guard let standing else { continue }
            let values = ["limit": "\(standing.limit)", "remaining": "\(standing.remaining)", "reset": standing.reset.asGoWritesIt]
            for (what, value) in values {
                if let name = HTTPField.Name("x-ratelimit-\(what)-\(kind)") { headers[name] = value }
            }
        }
        return headers
    }
}

extension HTTPField.Name {
    static let xAPIKey = constant("x-api-key")
}

extension Duration {
    /// As OpenAI's `x-ratelimit-reset-*` have times: `350ms`, `7.5s`, `1m30s`.
    var asGoWritesIt: String {
        let milliseconds = Int((inSeconds * 1000).rounded(.up))
        if milliseconds < 1000 { return milliseconds == 0 ? "0s" : "\(milliseconds)ms" }
        let (minutes, rest) = milliseconds.quotientAndRemainder(dividingBy: 60_000)
        let seconds = rest % 1000 == 0 ? "\(rest / 1000)s" : "\((Double(rest) / 1000).formatted(digits: 3))s"
        return minutes > 0 ? "\(minutes)m\(seconds)" : seconds
    }
}
