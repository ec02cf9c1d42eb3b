import Synchronization

/// A deterministic automaton over bytes: a terminal of a grammar.
///
/// Trimmed: every state is reachable and reaches an accepting one, so whoever is in one can always go on to a match. State 0 is
/// the start; where no string matches there are no states.
package final class Automaton: Sendable {
    /// The column of each byte in `table`; bytes that no state tells apart share one.
    let classes: [UInt8]
    let classCount: Int
    /// [states × classCount]: the next state, or -1.
    let table: [Int32]
    let accepting: [Bool]
    /// The bytes that lead on, by state.
    let moves: [ByteSet]
    /// What the vocabulary's tokens do from a state, worked out when it is first asked for.
    let reaches = Mutex<[Int32: TokenReach]>([:])
    /// The same with the characters of a string counted.
    let countedReaches = Mutex<[Int32: CountedReach]>([:])

    var stateCount: Int { accepting.count }
    package var isEmpty: Bool { accepting.isEmpty }
    package var acceptsEmpty: Bool { accepting.first ?? false }

    init(classes: [UInt8], classCount: Int, table: [Int32], accepting: [Bool]) {
        self.classes = classes
        self.classCount = classCount
        self.table = table
        self.accepting = accepting
        var bytesOfClass = [ByteSet](repeating: ByteSet(), count: classCount)
        for (byte, column) in classes.enumerated() { bytesOfClass[Int(column)].insert(UInt8(byte)) }
        moves = accepting.indices.map { state in
            var bytes = ByteSet()
            for column in 0..<classCount where table[state * classCount + column] >= 0 { bytes.formUnion(bytesOfClass[column]) }
            return bytes
        }
    }

    /// The next state, or -1.
    @inline(__always)
    func next(_ state: Int32, _ byte: UInt8) -> Int32 {
        table[Int(state) * classCount + Int(classes[Int(byte)])]
    }

    /// Whether the whole of some bytes matches.
    package func matches(_ bytes: some Sequence<UInt8>) -> Bool {
        guard !isEmpty else { return false }
        var state: Int32 = 0
        for byte in bytes {
            state = next(state, byte)
            if state < 0 { return false }
        }
        return accepting[Int(state)]
    }
}
