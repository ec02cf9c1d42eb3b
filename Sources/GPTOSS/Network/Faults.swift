/// Where numbers ceased to be finite, for each row of a pass: the first place, in the order of computation.
///
/// `@unchecked Sendable`: a row is checked by one thread at a time.
final class Faults: @unchecked Sendable {
    enum Place: Int32 {
        case attention, mlp
    }

    /// Of each row: 0 for none, 1 for the embedding, then two for each layer.
    private let rows: UnsafeMutablePointer<Int32>

    init(capacity: Int) {
        rows = .allocate(capacity: capacity)
        rows.initialize(repeating: 0, count: capacity)
    }

    deinit {
        rows.deallocate()
    }

    /// Begins a row anew, with its embedding.
    func begin(_ row: Int, embedding x: UnsafePointer<Float>, count: Int) {
        rows[row] = areFinite(x, count) ? 0 : 1
    }

    func check(_ row: Int, _ x: UnsafePointer<Float>, count: Int, layer: Int, _ place: Place) {
        if rows[row] == 0, !areFinite(x, count) { rows[row] = 2 + 2 * Int32(layer) + place.rawValue }
    }

    /// The name of the row's first place, as tensors of checkpoints have it; nil where all is well.
    subscript(row: Int) -> String? {
        guard rows[row] > 1 else { return rows[row] == 1 ? "model.embed_tokens" : nil }
        let (layer, place) = (rows[row] - 2).quotientAndRemainder(dividingBy: 2)
        return "model.layers.\(layer)." + (place == Place.attention.rawValue ? "self_attn" : "mlp")
    }
}

/// Whether none of the numbers is infinite or NaN.
func areFinite(_ x: UnsafePointer<Float>, _ count: Int) -> Bool {
    typealias Lanes = SIMD16<Float>
    let bytes = UnsafeRawPointer(x)
    // Zero times anything finite is zero, and nothing else is.
    var sums = Lanes.zero
    var i = 0
    while i + Lanes.scalarCount <= count {
        sums += bytes.loadUnaligned(fromByteOffset: i * MemoryLayout<Float>.stride, as: Lanes.self) * 0
        i += Lanes.scalarCount
    }
    var sum = sums.sum()
    while i < count {
        sum += x[i] * 0
        i += 1
    }
    return sum == 0
}
