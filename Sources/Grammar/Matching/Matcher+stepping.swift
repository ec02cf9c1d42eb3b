extension Matcher {
    /// Lengths of the arenas, to which a trial is taken back.
    struct Mark {
        let configurations: Int
        let frames: Int
        let returns: Int
    }

    var mark: Mark { Mark(configurations: configurations.count, frames: frames.count, returns: returns.count) }

    mutating func rewind(to mark: Mark) {
        configurations.removeLast(configurations.count - mark.configurations)
        frames.removeLast(frames.count - mark.frames)
        returns.removeLast(returns.count - mark.returns)
    }

    /// The configurations after one more byte, behind all others; `nil` where there are none and the text is not complete.
    mutating func step(_ range: Range<Int>, _ byte: UInt8) -> Range<Int>? {
        let wasAccepting = isAccepting
        let before = mark
        beginStep()
        let network = grammar.network
        var moved = false
        for index in range {
            let configuration = configurations[index]
            guard configuration.state >= 0 else { continue }
            let edge = network.edges[Int(configuration.edge)]
            guard case .terminal(let number) = edge.move else { continue }
            let terminal = network.terminals[Int(number)].automaton
            let next = terminal.next(configuration.state, byte)
            guard next >= 0 else { continue }
            var count: Int32 = 0
            if let lengths = network.terminals[Int(number)].lengths {
                guard let counted = network.terminals[Int(number)].count(configuration, byte, lengths) else { continue }
                count = counted
            }
            moved = true
            if !terminal.moves[Int(next)].isEmpty {
                add(Configuration(edge: configuration.edge, state: next, frame: configuration.frame, count: count))
            }
            if terminal.accepting[Int(next)] { close(over: edge.target, frame: configuration.frame) }
        }
        maskSteps += range.count + configurations.count - before.configurations
        guard moved else {
            rewind(to: before)
            isAccepting = wasAccepting
            return nil
        }
        return endStep()
    }

    /// Drops what was before the current configurations, and now and then the frames that nothing returns to.
    mutating func settle() {
        if crossingTokens.count > 64 { crossingTokens.removeAll(keepingCapacity: true) }
        if current.lowerBound > 0 {
            configurations.removeSubrange(current.upperBound...)
            configurations.removeFirst(current.lowerBound)
            current = 0..<configurations.count
        }
        if frames.count > frameThreshold { compact() }
    }

    private mutating func compact() {
        crossingTokens.removeAll()
        var renamed = [Int32](repeating: -1, count: frames.count)
        var order: [Int32] = [0]
        renamed[0] = 0
        func rename(_ frame: Int32, _ order: inout [Int32]) {
            guard renamed[Int(frame)] < 0 else { return }
            renamed[Int(frame)] = Int32(order.count)
            order.append(frame)
        }
        for configuration in configurations[current] { rename(configuration.frame, &order) }
        var newFrames: [Frame] = []
        var newReturns: [Return] = []
        var index = 0
        while index < order.count {
            let frame = frames[Int(order[index])]
            index += 1
            var first: Int32 = -1
            var next = frame.firstReturn
            while next >= 0 {
                let place = returns[Int(next)]
                rename(place.frame, &order)
                newReturns.append(Return(state: place.state, frame: renamed[Int(place.frame)], next: first))
                first = Int32(newReturns.count - 1)
                next = place.next
            }
            newFrames.append(Frame(rule: frame.rule, firstReturn: first))
        }
        for index in current { configurations[index].frame = renamed[Int(configurations[index].frame)] }
        frames = newFrames
        returns = newReturns
        frameThreshold = max(1024, frames.count * 2)
    }
}

extension Network.Terminal {
    /// The characters begun after a byte; `nil` where the string's length forbids it.
    @inline(__always)
    fileprivate func count(_ configuration: Matcher.Configuration, _ byte: UInt8, _ lengths: StringLengths) -> Int32? {
        guard configuration.state == content else { return configuration.count }
        if byte == UInt8(ascii: "\"") { return configuration.count >= lengths.minimum ? configuration.count : nil }
        guard configuration.count < lengths.maximum else { return nil }
        return min(configuration.count + 1, lengths.cap)
    }

    /// The bytes that may come next.
    @inline(__always)
    func moves(_ configuration: Matcher.Configuration) -> ByteSet {
        let moves = automaton.moves[Int(configuration.state)]
        guard let lengths, configuration.state == content else { return moves }
        let quote = ByteSet(0x22...0x22)
        if configuration.count >= lengths.maximum { return quote }
        return configuration.count < lengths.minimum ? moves.subtracting(quote) : moves
    }
}
