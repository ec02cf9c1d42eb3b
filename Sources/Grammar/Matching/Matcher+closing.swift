extension Matcher {
    /// Lists up to here are searched, longer ones hashed.
    private static let listLimit = 24

    mutating func beginStep() {
        scratch.visited.removeAll(keepingCapacity: true)
        if !scratch.visitedSet.isEmpty { scratch.visitedSet.removeAll(keepingCapacity: true) }
        if !scratch.known.isEmpty { scratch.known.removeAll(keepingCapacity: true) }
        scratch.firstConfiguration = configurations.count
        scratch.firstFrame = frames.count
        scratch.accepts = false
    }

    /// The configurations of the step.
    mutating func endStep() -> Range<Int> {
        isAccepting = scratch.accepts
        let range = scratch.firstConfiguration..<configurations.count
        guard range.count <= grammar.limits.configurations else {
            isExhausted = true
            isAccepting = false
            configurations.removeSubrange(range)
            return scratch.firstConfiguration..<scratch.firstConfiguration
        }
        return range
    }

    /// Adds every configuration that a state of the network leads to without reading.
    mutating func close(over state: Int32, frame: Int32) {
        var position = scratch.visited.count
        visit(state, frame)
        while position < scratch.visited.count, configurations.count - scratch.firstConfiguration <= grammar.limits.configurations {
            let item = scratch.visited[position]
            position += 1
            expand(item.state, item.frame)
        }
    }

    private mutating func visit(_ state: Int32, _ frame: Int32) {
        let item = ClosureScratch.Item(state: state, frame: frame)
        if scratch.visited.count < Self.listLimit {
            if scratch.visited.contains(item) { return }
        } else {
            if scratch.visitedSet.isEmpty { scratch.visitedSet.formUnion(scratch.visited) }
            guard scratch.visitedSet.insert(item).inserted else { return }
        }
        scratch.visited.append(item)
    }

    private mutating func expand(_ state: Int32, _ frame: Int32) {
        let network = grammar.network
        for index in network.edgeRange(state) {
            let edge = network.edges[index]
            switch edge.move {
            case .empty: visit(edge.target, frame)
            case .token: add(Configuration(edge: Int32(index), state: -1, frame: frame))
            case .terminal(let terminal):
                add(Configuration(edge: Int32(index), state: 0, frame: frame))
                if network.terminals[Int(terminal)].automaton.acceptsEmpty { visit(edge.target, frame) }
            case .rule(let rule):
                enter(rule, from: edge.target, frame: frame)
                if network.rules[Int(rule)].isNullable { visit(edge.target, frame) }
            }
        }
        let rule = frames[Int(frame)].rule
        guard state == network.rules[Int(rule)].end else { return }
        if frame == 0 { scratch.accepts = true }
        // A rule that was entered in this step has read nothing: whoever entered it has gone past it already.
        guard Int(frame) < scratch.firstFrame else { return }
        var next = frames[Int(frame)].firstReturn
        while next >= 0 {
            let place = returns[Int(next)]
            visit(place.state, place.frame)
            next = place.next
        }
    }

    /// Enters a rule: its frame of this step is found or made, and told where to return to.
    private mutating func enter(_ rule: Int32, from state: Int32, frame: Int32) {
        var callee = -1
        for index in scratch.firstFrame..<frames.count where frames[index].rule == rule {
            callee = index
            break
        }
        if callee < 0 {
            callee = frames.count
            frames.append(Frame(rule: rule, firstReturn: -1))
        }
        // Where nothing follows the call, it returns to where its caller would: right recursion does not pile up.
        if grammar.isFinal[Int(state)], frame != 0, Int(frame) < scratch.firstFrame {
            var next = frames[Int(frame)].firstReturn
            while next >= 0 {
                addReturn(returns[Int(next)].state, returns[Int(next)].frame, to: callee)
                next = returns[Int(next)].next
            }
        } else {
            addReturn(state, frame, to: callee)
        }
        visit(grammar.network.rules[Int(rule)].start, Int32(callee))
    }

    private mutating func addReturn(_ state: Int32, _ frame: Int32, to callee: Int) {
        var next = frames[callee].firstReturn
        while next >= 0 {
            if returns[Int(next)].state == state, returns[Int(next)].frame == frame { return }
            next = returns[Int(next)].next
        }
        returns.append(Return(state: state, frame: frame, next: frames[callee].firstReturn))
        frames[callee].firstReturn = Int32(returns.count - 1)
    }

    mutating func add(_ configuration: Configuration) {
        let count = configurations.count - scratch.firstConfiguration
        if count < Self.listLimit {
            for index in scratch.firstConfiguration..<configurations.count where configurations[index] == configuration { return }
        } else {
            if scratch.known.isEmpty { scratch.known.formUnion(configurations[scratch.firstConfiguration...]) }
            guard scratch.known.insert(configuration).inserted else { return }
        }
        configurations.append(configuration)
    }
}
