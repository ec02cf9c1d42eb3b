/// A tensor where it lies in a mapped file: row-major, little-endian, never written.
///
/// Valid while the `Checkpoint` that gave it lives; it does **not** keep the mapping alive.
/// `@unchecked Sendable`: the pointer is to a read-only mapping that does not change.
package struct MappedTensor: @unchecked Sendable {
    /// The first element, aligned for `type`.
    package let baseAddress: UnsafeRawPointer
    package let type: ElementType
    /// The slowest dimension first.
    package let shape: [Int]
    /// Elements: the product of `shape`.
    package let count: Int

    package var byteCount: Int { count * type.byteCount }
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: baseAddress, count: byteCount) }
}
