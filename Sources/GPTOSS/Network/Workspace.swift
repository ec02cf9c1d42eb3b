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
    /// `t` in 8 bits or in bfloat16, their input in fast arithmetic: [places, hiddenSize].
    let roundedInput: EightBitRows?
    let wideInput: WideRows?
    /// What lies between an expert's two layers, in exact arithmetic in split order: [places, intermediateSize].
    let hidden: Activations
    /// What the experts give: [places, hiddenSize].
    let expertOutput: Activations
    let routing: ExpertRouting
    let faults: Faults
    let scratch: ScratchSpace

    init(_ configuration: ModelConfiguration, capacity: Int, _ compute: Compute, _ arithmetic: Arithmetic) {
        let isFast = arithmetic == .fast
        let isWide = isFast && compute.kernels.isWide(capacity)
        let rounding: Activations.Rounding = isWide ? .eightBitOrWide : isFast ? .eightBit : .none
        self.capacity = capacity
        routing = ExpertRouting(
            capacity: capacity, experts: configuration.numExperts, expertsPerToken: configuration.expertsPerToken,
            alignment: isWide ? WideRows.interleaved : 1)
        let places = routing.placeCount
        x = Activations(capacity: capacity, width: configuration.hiddenSize)
        t = Activations(capacity: capacity, width: configuration.hiddenSize, rounding: rounding)
        q = Activations(capacity: capacity, width: configuration.querySize)
        k = Activations(capacity: capacity, width: configuration.keyValueSize)
        v = Activations(capacity: capacity, width: configuration.keyValueSize)
        attended = Activations(capacity: capacity, width: configuration.querySize, rounding: rounding)
        cos = Activations(capacity: capacity, width: configuration.headDim / 2)
        sin = Activations(capacity: capacity, width: configuration.headDim / 2)
        routerLogits = Activations(capacity: capacity, width: configuration.numExperts)
        expertInput = Activations(capacity: capacity, width: configuration.hiddenSize)
        roundedInput = isFast ? EightBitRows(capacity: places, width: configuration.hiddenSize) : nil
        wideInput = isWide ? WideRows(capacity: places, width: configuration.hiddenSize) : nil
        hidden = Activations(capacity: places, width: configuration.intermediateSize, rounding: rounding)
        expertOutput = Activations(capacity: places, width: configuration.hiddenSize)
        faults = Faults(capacity: capacity)
        scratch = ScratchSpace(workers: compute.pool.threadCount)
    }
}
