/// A tensor where it lies in a mapped file, or where it was converted to: row-major, little-endian, never written.
///
/// Valid while the `Checkpoint` that gave it lives; it does **not** keep the mapping alive. What was converted lives as long as this.
/// `@unchecked Sendable`: the pointer is to a read-only mapping, or memory, that does not change.
package struct MappedTensor: @unchecked Sendable {
    /// The first element, aligned for `type`.
    package let baseAddress: UnsafeRawPointer
    package let type: ElementType
    /// The slowest dimension first.
    package let shape: [Int]
    /// Elements: the product of `shape`.
    package let count: Int
    /// Nil where it is mapped.
    let memory: ConvertedTensor?

    init(baseAddress: UnsafeRawPointer, type: ElementType, shape: [Int], count: Int, memory: ConvertedTensor? = nil) {
        self.baseAddress = baseAddress
        self.type = type
        self.shape = shape
        self.count = count
        self.memory = memory
    }

    package var byteCount: Int { count * type.byteCount }
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: baseAddress, count: byteCount) }
}
