/// How long answers take at each effort, as the server has measured it: what effort `auto` is chosen by.
package struct EffortForecast: Sendable, Hashable {
    /// Tokens of an answer at low, medium and high effort.
    package var tokens: [RequestedEffort: Double] = [.low: 200, .medium: 800, .high: 3000]
    /// Until an answer that is asked for now begins.
    package var queueSeconds = 0.0
    /// Prompt tokens a second; 0 where that is not known.
    package var prefillTokensPerSecond = 0.0
    /// Of one answer beside those that are made already; 0 where that is not known.
    package var decodeTokensPerSecond = 0.0
    /// What the client allows where the body does not say it.
    package var allowedMilliseconds: Int?

    /// Where the client names no time.
    package static let defaultMilliseconds = 20_000
    /// Where nothing has been measured.
    private static let assumedTokensPerSecond = 30.0
    /// Of text, for a prompt that is not tokenized yet.
    private static let bytesPerToken = 4.0

    package init() {}

    /// The highest effort whose answer is likely to be complete in time; low where none is.
    ///
    /// - Parameters:
    ///   - effort: what was asked for; anything but `auto` stays as it is.
    ///   - milliseconds: what the request's body allows.
    ///   - inputBytes: of the text that is new.
    func decide(_ effort: RequestedEffort, within milliseconds: Int?, inputBytes: Int) -> EffortDecision {
        guard effort == .auto else { return EffortDecision(effort: effort) }
        let allowed = milliseconds ?? allowedMilliseconds ?? Self.defaultMilliseconds
        let speed = decodeTokensPerSecond > 0 ? decodeTokensPerSecond : Self.assumedTokensPerSecond
        let prompt = prefillTokensPerSecond > 0 ? Double(inputBytes) / Self.bytesPerToken / prefillTokensPerSecond : 0
        func needed(_ effort: RequestedEffort) -> Int {
            Int(min(1e12, 1000 * (queueSeconds + prompt + (tokens[effort] ?? 0) / speed)))
        }
        let chosen = [RequestedEffort.high, .medium].first { needed($0) <= allowed } ?? .low
        let forecasts = [RequestedEffort.low, .medium, .high].map { "\($0.rawValue) \(needed($0)) ms" }.joined(separator: ", ")
        let rate = "\(Int(speed.rounded())) tokens/s\(decodeTokensPerSecond > 0 ? "" : " assumed")"
        return EffortDecision(
            effort: chosen,
            reason: "auto: \(chosen.rawValue) for \(allowed) ms; likely are \(forecasts) "
                + "(queue \(Int(min(1e12, 1000 * queueSeconds))) ms, prompt \(Int(min(1e12, 1000 * prompt))) ms, \(rate))")
    }
}

/// The effort that takes effect.
struct EffortDecision: Sendable, Hashable {
    var effort: RequestedEffort
    /// What the server says of a choice that was its own.
    var reason: String?
}
