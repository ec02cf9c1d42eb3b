import Synchronization

/// Which experts the tokens of one sequence went to, in each layer. Passes write it as they run; whoever wants it reads it afterwards.
///
/// A position that is run again, after a guess that was wrong for instance, takes the place of what was there.
/// It knows which token it was told of at each position, so that a guess that was never run again is not taken for what was generated.
package final class ExpertTrace: Sendable {
    /// The first position of the sequence that is kept.
    package let firstPosition: Int
    private let state = Mutex(State())

    private struct State {
        var layers = 0
        var experts = 0
        var expertsPerToken = 0
        /// [positions, layers, expertsPerToken]; `unknown` where nothing has been run.
        var chosen: [UInt16] = []
        /// What was run at each position.
        var tokens: [Int32] = []
    }

    /// What has been written.
    package struct Choices: Sendable, Hashable {
        package var layers = 0
        package var experts = 0
        package var expertsPerToken = 0
        /// For each position the experts of each layer, most weight first: [layers][expertsPerToken]; `nil` for one that was never run.
        package var positions: [[[Int]]?] = []
    }

    private static let unknown = UInt16.max

    package init(from firstPosition: Int) {
        self.firstPosition = firstPosition
    }

    /// Says how large the network is.
    func begin(layers: Int, experts: Int, expertsPerToken: Int) {
        state.withLock { state in
            (state.layers, state.experts, state.expertsPerToken) = (layers, experts, expertsPerToken)
        }
    }

    /// - Parameter experts: of the token, as the router chose them.
    func record(_ token: Int32, position: Int, layer: Int, experts: UnsafeBufferPointer<Int32>) {
        state.withLock { state in
            let place = position - firstPosition
            guard place >= 0, experts.count == state.expertsPerToken else { return }
            let missing = place + 1 - state.tokens.count
            if missing > 0 {
                state.tokens += repeatElement(-1, count: missing)
                state.chosen += repeatElement(Self.unknown, count: missing * state.layers * state.expertsPerToken)
            }
            state.tokens[place] = token
            let start = (place * state.layers + layer) * state.expertsPerToken
            for (choice, expert) in experts.enumerated() { state.chosen[start + choice] = UInt16(truncatingIfNeeded: expert) }
        }
    }

    /// The choices of these tokens, of which the first is at the first position that is kept.
    package func choices(of tokens: [Int32]) -> Choices {
        state.withLock { state in
            var choices = Choices(layers: state.layers, experts: state.experts, expertsPerToken: state.expertsPerToken)
            let width = state.layers * state.expertsPerToken
            for (position, token) in tokens.enumerated() {
                let start = position * width
                guard position < state.tokens.count, state.tokens[position] == token, width > 0 else {
                    choices.positions.append(nil)
                    continue
                }
                choices.positions.append(
                    (0..<state.layers).map { layer in
                        let first = start + layer * state.expertsPerToken
                        return state.chosen[first..<first + state.expertsPerToken].map(Int.init)
                    })
            }
            return choices
        }
    }
}
