/// When the stages of a generation were reached.
package struct GenerationTimes: Sendable, Hashable {
    package let submitted: ContinuousClock.Instant
    /// When it had its place in the batch.
    package var admitted: ContinuousClock.Instant?
    package private(set) var firstToken: ContinuousClock.Instant?
    package private(set) var lastToken: ContinuousClock.Instant?

    package init(submitted: ContinuousClock.Instant) {
        self.submitted = submitted
    }

    package mutating func recordToken(at now: ContinuousClock.Instant) {
        if firstToken == nil { firstToken = now }
        lastToken = now
    }
}
