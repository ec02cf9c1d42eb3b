/// Reads along with one generation, and may say what comes next in place of the sampler.
package protocol TokenSteering: Sendable {
    /// Called once after each token, on the engine's executor: what it takes, every sequence waits for.
    ///
    /// - Returns: the token that has to come next; `nil` leaves it to the sampler.
    mutating func next(after token: Int32) -> Int32?
}
