/// Which experts each token goes to, and the tokens sorted by expert, so that an expert's weights are read once for all its tokens.
///
/// A choice is one (token, expert) pair. In token order choice c belongs to token c / expertsPerToken; sorted by expert it has a place. An expert's
/// places begin at a multiple of the alignment, so that some before them may be nobody's.
final class ExpertRouting {
    /// An expert that has tokens, and their places.
    typealias Group = (expert: Int, places: Range<Int>)

    let expertsPerToken: Int
    private let alignment: Int
    /// More than any place.
    let placeCount: Int
    /// The router's choices in token order: [tokens, expertsPerToken].
    let experts: UnsafeMutablePointer<Int32>
    /// How much each counts: [tokens, expertsPerToken].
    let weights: UnsafeMutablePointer<Float>
    /// The place of each choice: [tokens, expertsPerToken].
    private(set) var places: [Int]
    /// By expert; only those that have tokens.
    private(set) var groups: [Group] = []
    /// The most tokens that an expert has.
    private(set) var largestGroup = 0
    /// Where each place's input row begins.
    private let inputs: UnsafeMutablePointer<UnsafePointer<Float>>
    private var ends: [Int]

    init(capacity: Int, experts count: Int, expertsPerToken: Int, alignment: Int = 1) {
        self.expertsPerToken = expertsPerToken
        self.alignment = alignment
        placeCount = capacity * expertsPerToken + count * (alignment - 1)
        experts = .allocate(capacity: capacity * expertsPerToken)
        weights = .allocate(capacity: capacity * expertsPerToken)
        inputs = .allocate(capacity: placeCount)
        places = Array(repeating: 0, count: capacity * expertsPerToken)
        ends = Array(repeating: 0, count: count)
    }

    deinit {
        experts.deallocate()
        weights.deallocate()
        inputs.deallocate()
    }

    /// Sorts the choices of the first `tokens` tokens by expert, stably; x holds the tokens' rows.
    func sort(tokens: Int, inputs x: Activations) {
        let choices = 0..<tokens * expertsPerToken
        for expert in ends.indices {
            ends[expert] = 0
        }
        for choice in choices {
            ends[Int(experts[choice])] += 1
        }
        groups.removeAll(keepingCapacity: true)
        largestGroup = ends.max() ?? 0
        var first = 0
        for expert in ends.indices where ends[expert] > 0 {
            first = (first + alignment - 1) / alignment * alignment
            groups.append((expert, first..<first + ends[expert]))
            (first, ends[expert]) = (first + ends[expert], first)
        }
        for choice in choices {
            let place = ends[Int(experts[choice])]
            ends[Int(experts[choice])] += 1
            places[choice] = place
            inputs[place] = UnsafePointer(x[choice / expertsPerToken])
        }
    }

    /// The input rows from a place on, in the form that the matrix kernels take.
    func inputs(from place: Int) -> UnsafePointer<UnsafePointer<Float>> {
        UnsafePointer(inputs + place)
    }
}
