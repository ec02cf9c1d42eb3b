/// The buffers of a pass, reused by the next.
///
/// `@unchecked Sendable`: a pass uses them under the lock of its `Transformer`; its loops write rows or areas of their own.
final class Workspace: @unchecked Sendable {
    /// The most rows of a pass.
    let capacity: Int
    /// The residual stream: [rows, hiddenSize].
    let x: Activations
    /// The residual stream normalised; later what a block adds to it: [rows, hiddenSize].
    let t: Activations
    /// Queries, keys and values: [rows, heads · headDim], [rows, kvHeads · headDim].
    let q: Activations
    let k: Activations
    let v: Activations
    /// What attention makes of the values: [rows, heads · headDim].
    let attended: Activations
    /// Cosine and sine of the row's position: [rows, headDim / 2].
    let cos: Activations
    let sin: Activations
    /// Router logits: [rows, experts].
    let routerLogits: Activations
    /// `t` in split order, the experts' input in exact arithmetic: [rows, hiddenSize].
    let expertInput: Activations
    /// `t` in 8 bits, their input in fast arithmetic: [rows · expertsPerToken, hiddenSize], rows sorted by expert.
    let roundedInput: EightBitRows?
    /// What lies between an expert's two layers, in exact arithmetic in split order: [rows · expertsPerToken, intermediateSize], rows sorted
    /// by expert.
    let hidden: Activations
    /// What the experts give: [rows · expertsPerToken, hiddenSize], rows sorted by expert.
    let expertOutput: Activations
    let routing: ExpertRouting
    let faults: Faults
    let scratch: ScratchSpace

    init(_ configuration: ModelConfiguration, capacity: Int, workers: Int, _ arithmetic: Arithmetic) {
        let isFast = arithmetic == .fast
        self.capacity = capacity
        let choices = capacity * configuration.expertsPerToken
        x = Activations(capacity: capacity, width: configuration.hiddenSize)
        t = Activations(capacity: capacity, width: configuration.hiddenSize, isRounded: isFast)
        q = Activations(capacity: capacity, width: configuration.querySize)
        k = Activations(capacity: capacity, width: configuration.keyValueSize)
        v = Activations(capacity: capacity, width: configuration.keyValueSize)
        attended = Activations(capacity: capacity, width: configuration.querySize, isRounded: isFast)
        cos = Activations(capacity: capacity, width: configuration.headDim / 2)
        sin = Activations(capacity: capacity, width: configuration.headDim / 2)
        routerLogits = Activations(capacity: capacity, width: configuration.numExperts)
        expertInput = Activations(capacity: capacity, width: configuration.hiddenSize)
        roundedInput = isFast ? EightBitRows(capacity: choices, width: configuration.hiddenSize) : nil
        hidden = Activations(capacity: choices, width: configuration.intermediateSize, isRounded: isFast)
        expertOutput = Activations(capacity: choices, width: configuration.hiddenSize)
        routing = ExpertRouting(capacity: capacity, experts: configuration.numExperts, expertsPerToken: configuration.expertsPerToken)
        faults = Faults(capacity: capacity)
        scratch = ScratchSpace(workers: workers)
    }
}
