/// Thompson's automaton of a pattern (Thompson 1968): edges over byte sets, and empty moves.
struct Nondeterministic {
    struct Edge {
        let bytes: ByteSet
        let target: Int32
    }

    private(set) var edges: [[Edge]] = []
    private(set) var empties: [[Int32]] = []
    let start: Int32
    let end: Int32
    private let limit: Int

    init(_ pattern: Pattern, limit: Int) throws(GrammarError) {
        self.limit = limit
        start = 0
        end = 1
        edges = [[], []]
        empties = [[], []]
        try add(pattern, from: start, to: end)
    }

    private mutating func state() throws(GrammarError) -> Int32 {
        guard edges.count < limit else { throw .tooLarge("a regular expression has too many states", limit: limit, path: "") }
        edges.append([])
        empties.append([])
        return Int32(edges.count - 1)
    }

    private mutating func add(_ pattern: Pattern, from start: Int32, to end: Int32) throws(GrammarError) {
        switch pattern {
        case .nothing: break
        case .literal(let bytes):
            guard let last = bytes.last else {
                empties[Int(start)].append(end)
                return
            }
            var current = start
            for byte in bytes.dropLast() {
                let next = try state()
                edges[Int(current)].append(Edge(bytes: ByteSet(byte...byte), target: next))
                current = next
            }
            edges[Int(current)].append(Edge(bytes: ByteSet(last...last), target: end))
        case .byte(let bytes):
            if !bytes.isEmpty { edges[Int(start)].append(Edge(bytes: bytes, target: end)) }
        case .sequence(let parts):
            guard let last = parts.last else {
                empties[Int(start)].append(end)
                return
            }
            var current = start
            for part in parts.dropLast() {
                let next = try state()
                try add(part, from: current, to: next)
                current = next
            }
            try add(last, from: current, to: end)
        case .choice(let parts):
            for part in parts { try add(part, from: start, to: end) }
        case .repetition(let part, let minimum, let maximum):
            try addRepetition(of: part, minimum, maximum, from: start, to: end)
        }
    }

    private mutating func addRepetition(
        of part: Pattern, _ minimum: Int, _ maximum: Int?, from start: Int32, to end: Int32
    ) throws(GrammarError) {
        var current = start
        for _ in 0..<minimum {
            let next = try state()
            try add(part, from: current, to: next)
            current = next
        }
        guard let maximum else {
            // A state of its own, to which the part returns.
            let hub = try state()
            empties[Int(current)].append(hub)
            empties[Int(hub)].append(end)
            let first = try state()
            empties[Int(hub)].append(first)
            try add(part, from: first, to: hub)
            return
        }
        empties[Int(current)].append(end)
        for _ in minimum..<max(minimum, maximum) {
            let next = try state()
            try add(part, from: current, to: next)
            empties[Int(next)].append(end)
            current = next
        }
    }
}
