/// The class of every code point (Unicode 16.0) in two stages: a block number for each 256 code points, then the block.
///
/// U+0000...U+00FF are block 0. Blocks of one class are shared.
struct UnicodeClasses: Sendable {
    /// 0x1100 block numbers.
    private let blocks: [UInt16]
    /// Block after block, 256 classes each.
    private let classes: [CharacterClass]

    static let standard = UnicodeClasses()

    private init() {
        var flat: [CharacterClass] = []
        flat.reserveCapacity(0x110000)
        for run in unicodeClassRuns {
            flat.append(contentsOf: repeatElement(CharacterClass.byIndex[Int(run & 7)], count: Int(run >> 3)))
        }
        var blocks: [UInt16] = []
        var classes: [CharacterClass] = []
        var uniform: [UInt8: UInt16] = [:]
        for start in stride(from: 0, to: flat.count, by: 256) {
            let block = flat[start..<start + 256]
            let isUniform = block.allSatisfy { $0 == flat[start] }
            if isUniform, let number = uniform[flat[start].rawValue] {
                blocks.append(number)
                continue
            }
            let number = UInt16(classes.count / 256)
            if isUniform { uniform[flat[start].rawValue] = number }
            blocks.append(number)
            classes.append(contentsOf: block)
        }
        self.blocks = blocks
        self.classes = classes
    }

    /// Lends the tables for the duration of `body`.
    @inline(__always)
    func withView<Result>(_ body: (View) -> Result) -> Result {
        blocks.withUnsafeBufferPointer { blocks in
            classes.withUnsafeBufferPointer { classes in body(View(blocks: blocks, classes: classes)) }
        }
    }

    struct View {
        fileprivate let blocks: UnsafeBufferPointer<UInt16>
        fileprivate let classes: UnsafeBufferPointer<CharacterClass>

        @inline(__always)
        func callAsFunction(_ scalar: UInt32) -> CharacterClass {
            classes[Int(blocks[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
        }

        @inline(__always)
        func callAsFunction(ascii byte: UInt8) -> CharacterClass { classes[Int(byte)] }
    }
}
