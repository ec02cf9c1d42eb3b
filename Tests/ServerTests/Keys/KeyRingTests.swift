import HTTP
import HTTPTypes
import OpenAI
import Server
import Synchronization
import Testing

@Suite struct KeyRingTests {
    private final class Clock: Sendable {
        let now = Mutex(Duration.zero)

        var read: @Sendable () -> Duration { { self.now.withLock(\.self) } }
    }

    private static func key(_ name: String, _ limits: KeyLimits = KeyLimits()) -> APIKey {
        APIKey(name: name, digest: SHA256.digest(of: Array("secret of \(name)".utf8)), limits: limits)
    }

    private static func bearer(_ name: String) -> HTTPFields { [.authorization: "Bearer secret of \(name)"] }

    @Test func knowsEachKeyByItsSecret() throws {
        let ring = KeyRing([Self.key("a"), Self.key("b")])
        #expect(try ring.lease(Self.bearer("a"), asksForAnswer: true).name == "a")
        #expect(try ring.lease([.authorization: "bEARER  secret of b"], asksForAnswer: true).name == "b")
        #expect(try ring.lease([HTTPField.Name.constant("x-api-key"): "secret of b"], asksForAnswer: false).name == "b")
    }

    @Test(
        arguments: [
            [:], [.authorization: "secret of a"], [.authorization: "Basic secret of a"], [.authorization: "Bearer"],
        ] as [HTTPFields])
    func asksForAKey(headers: HTTPFields) {
        let error = #expect(throws: APIError.self) { try KeyRing([Self.key("a")]).lease(headers, asksForAnswer: true) }
        #expect(error?.status == 401)
        #expect(error?.code == nil)
    }

    @Test(arguments: ["Bearer secret of c", "Bearer secret of ab", "Bearer Secret of a"]) func refusesOthers(value: String) {
        let error = #expect(throws: APIError.self) {
            try KeyRing([Self.key("a")]).lease([.authorization: value], asksForAnswer: true)
        }
        #expect(error?.status == 401)
        #expect(error?.code == "invalid_api_key")
        #expect(error?.message.contains("ecret") == false)
    }

    @Test func refusesTwoKeysAtOnce() {
        var headers = Self.bearer("a")
        headers.append(HTTPField(name: .authorization, value: "Bearer secret of b"))
        #expect(throws: APIError.self) { try KeyRing([Self.key("a"), Self.key("b")]).lease(headers, asksForAnswer: true) }
    }

    @Test func letsNobodyInWithoutKeys() {
        #expect(throws: APIError.self) { try KeyRing([]).lease([.authorization: "Bearer "], asksForAnswer: true) }
    }

    @Test func countsRequestsOfAMinute() throws {
        let clock = Clock()
        let ring = KeyRing([Self.key("a", KeyLimits(requestsPerMinute: 2)), Self.key("b")], now: clock.read)
        _ = try ring.lease(Self.bearer("a"), asksForAnswer: true)
        let lease = try ring.lease(Self.bearer("a"), asksForAnswer: true)
        #expect(lease.headers[HTTPField.Name.constant("x-ratelimit-limit-requests")] == "2")
        #expect(lease.headers[HTTPField.Name.constant("x-ratelimit-remaining-requests")] == "0")
        #expect(lease.headers[HTTPField.Name.constant("x-ratelimit-reset-requests")] == "1m0s")
        #expect(lease.headers[HTTPField.Name.constant("x-ratelimit-limit-tokens")] == nil)
        let error = #expect(throws: APIError.self) { try ring.lease(Self.bearer("a"), asksForAnswer: true) }
        #expect(error?.status == 429)
        #expect(error?.code == "rate_limit_exceeded")
        #expect(error?.retryAfter == .seconds(30))
        // Not those that ask for no answer, nor those of others.
        _ = try ring.lease(Self.bearer("a"), asksForAnswer: false)
        _ = try ring.lease(Self.bearer("b"), asksForAnswer: true)
        clock.now.withLock { $0 = .seconds(30) }
        _ = try ring.lease(Self.bearer("a"), asksForAnswer: true)
    }

    @Test func givesAPlaceBackWhenTheLastHolderLetsItGo() throws {
        let ring = KeyRing([Self.key("a", KeyLimits(concurrentRequests: 1))])
        var lease: KeyLease? = try ring.lease(Self.bearer("a"), asksForAnswer: true)
        var other = lease
        #expect(throws: APIError.self) { try ring.lease(Self.bearer("a"), asksForAnswer: true) }
        lease = nil
        #expect(throws: APIError.self) { try ring.lease(Self.bearer("a"), asksForAnswer: true) }
        withExtendedLifetime(other) {}
        other = nil
        _ = try ring.lease(Self.bearer("a"), asksForAnswer: true)
        #expect(lease == nil && other == nil)
    }

    @Test func chargesTokensAndRefusesWhileTheyAreSpent() throws {
        let clock = Clock()
        let ring = KeyRing([Self.key("a", KeyLimits(tokensPerMinute: 60))], now: clock.read)
        let lease = try ring.lease(Self.bearer("a"), asksForAnswer: true)
        let large = #expect(throws: APIError.self) { try lease.admit(promptTokens: 61) }
        #expect(large?.retryMayHelp == false)
        try lease.admit(promptTokens: 40)
        lease.charge(tokens: 40)
        let error = #expect(throws: APIError.self) { try lease.admit(promptTokens: 30) }
        #expect(error?.message.contains("Limit 60, Used 40, Requested 30. Please try again in 10s") == true)
        lease.charge(tokens: 50)
        let spent = #expect(throws: APIError.self) { try ring.lease(Self.bearer("a"), asksForAnswer: true) }
        #expect(spent?.retryAfter == .seconds(31))
        clock.now.withLock { $0 = .seconds(31) }
        _ = try ring.lease(Self.bearer("a"), asksForAnswer: true)
    }

    @Test func isForItsModelsAlone() throws {
        let ring = KeyRing([Self.key("a", KeyLimits(models: ["m"]))])
        let lease = try ring.lease(Self.bearer("a"), asksForAnswer: true)
        try lease.use(model: "m", of: ["m", "n"])
        try lease.use(model: "n", of: ["m", "n"])
        let error = #expect(throws: APIError.self) { try lease.use(model: "n", of: ["n", "o"]) }
        #expect(error?.status == 403)
        #expect(error?.code == "model_not_found")
    }

    /// Keys change while requests run: what they have used is not forgotten, and who has gone may ask no more.
    @Test func exchangesKeys() throws {
        let clock = Clock()
        let ring = KeyRing([Self.key("a", KeyLimits(requestsPerMinute: 2)), Self.key("b")], now: clock.read)
        _ = try ring.lease(Self.bearer("a"), asksForAnswer: true)
        var renewed = Self.key("a", KeyLimits(requestsPerMinute: 3))
        renewed.digest = SHA256.digest(of: Array("another".utf8))
        ring.replace([renewed])
        #expect(throws: APIError.self) { try ring.lease(Self.bearer("a"), asksForAnswer: true) }
        #expect(throws: APIError.self) { try ring.lease(Self.bearer("b"), asksForAnswer: true) }
        for _ in 0..<2 { _ = try ring.lease([.authorization: "Bearer another"], asksForAnswer: true) }
        let error = #expect(throws: APIError.self) { try ring.lease([.authorization: "Bearer another"], asksForAnswer: true) }
        #expect(error?.status == 429)
    }
}
