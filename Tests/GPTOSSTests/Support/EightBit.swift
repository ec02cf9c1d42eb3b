import CKernels
import GPTOSS

/// A row of activations in 8 bits, read back as its layout says.
struct EightBitRow {
    /// As the kernels take it.
    let bytes: [Int8]
    private let columns: Int

    init(_ x: [Float], _ set: InstructionSet) {
        columns = x.count
        var bytes = [Int8](repeating: 0, count: i8_row_bytes(columns))
        set.kernels.i8_from_f32(&bytes, x, columns)
        self.bytes = bytes
    }

    func integer(_ column: Int) -> Int8 { bytes[column / 32 * 32 + splitOrder(column % 32)] }

    func scale(_ block: Int) -> Float { word(columns + 4 * block, as: Float.self) }

    func correction(_ block: Int) -> Int32 { word(columns + columns / 8 + 4 * block, as: Int32.self) }

    subscript(column: Int) -> Double { Double(scale(column / 32)) * Double(integer(column)) }

    private func word<Word: BitwiseCopyable>(_ offset: Int, as type: Word.Type) -> Word {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: type) }
    }
}

/// Weights in 8 bits, read back as their layout says.
struct EightBitWeight {
    let tiles: [Int8]
    let scales: [UInt16]
    private let blocks: Int

    init(_ weight: [UInt16], rows: Int, columns: Int, _ set: InstructionSet) {
        blocks = columns / 32
        let groups = (rows + 15) / 16
        var tiles = [Int8](repeating: 99, count: groups * 16 * columns)
        var scales = [UInt16](repeating: 99, count: groups * 16 * blocks)
        set.kernels.q8_from_bf16(&tiles, &scales, weight, rows, columns)
        (self.tiles, self.scales) = (tiles, scales)
    }

    func scale(_ row: Int, _ block: Int) -> Double { double(scales[(row / 16 * blocks + block) * 16 + row % 16]) }

    /// Where a weight is in `tiles`.
    func place(_ row: Int, _ column: Int) -> Int {
        let place = splitOrder(column % 32)
        return (row / 16 * blocks + column / 32) * 512 + place / 4 * 64 + row % 16 * 4 + place % 4
    }

    subscript(row: Int, column: Int) -> Double { scale(row, column / 32) * Double(tiles[place(row, column)]) }
}

/// Where split order has an element of a block: the even ones first.
private func splitOrder(_ place: Int) -> Int { place.isMultiple(of: 2) ? place / 2 : 16 + place / 2 }
