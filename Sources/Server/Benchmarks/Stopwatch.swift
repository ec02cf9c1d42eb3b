/// The shortest of several runs: on a shared machine noise only ever adds.
package func shortestDuration(of runs: Int, _ body: () throws -> Void) rethrows -> Duration {
    let clock = ContinuousClock()
    var shortest: Duration = .seconds(Int64.max / 2)
    for _ in 0..<runs {
        shortest = min(shortest, try clock.measure(body))
    }
    return shortest
}

/// Two rivals, run in turn (A B A B …) so that a drifting machine treats both alike.
/// Returns the shortest run of each and the median of the ratios B/A, pair by pair: above 1 means that A is faster.
package func race(
    rounds: Int, _ first: () throws -> Void, against second: () throws -> Void
) rethrows -> (first: Duration, second: Duration, ratio: Double) {
    var firsts: [Duration] = []
    var seconds: [Duration] = []
    let clock = ContinuousClock()
    for _ in 0..<max(1, rounds) {
        firsts.append(try clock.measure(first))
        seconds.append(try clock.measure(second))
    }
    let ratios = zip(seconds, firsts).map { $0 / $1 }.sorted()
    return (firsts.min() ?? .zero, seconds.min() ?? .zero, ratios[ratios.count / 2])
}

extension Duration {
    /// In seconds, with fractions.
    package var inSeconds: Double { self / .seconds(1) }
}
