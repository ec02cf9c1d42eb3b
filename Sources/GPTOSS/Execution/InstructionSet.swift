package import CKernels

/// What the kernels are written for. All agree to float32 rounding; the last that the machine has is the fastest.
/// Those whose name is a kind of dot product differ from the one before them in the products of fast arithmetic alone.
package enum InstructionSet: String, Sendable, Hashable, CaseIterable {
    /// Plain C: every processor.
    case portable
    /// 64-bit ARM with the dot products of ARMv8.2.
    case neon
    /// x86-64 with AVX2 and FMA.
    case avx2
    /// Those and AVX-VNNI.
    case avxvnni
    /// x86-64 with AVX-512 F, BW, DQ, VL and VNNI.
    case avx512
    /// Those and AMX with int8.
    case amx

    package static var available: [InstructionSet] { allCases.filter { $0.table != nil } }
    package static var best: InstructionSet { available.last ?? .portable }

    /// The kernels of this set, or the portable ones where the machine lacks it.
    package var kernels: KernelTable { (table ?? kernels_portable()).pointee }

    /// The same, but that all give a token the same bits whatever number of tokens it is among.
    package var kernelsAlike: KernelTable { kernels_alike(table ?? kernels_portable()) }

    private var table: UnsafePointer<KernelTable>? {
        switch self {
        case .portable: kernels_portable()
        case .neon: kernels_neon()
        case .avx2: kernels_avx2()
        case .avxvnni: kernels_avxvnni()
        case .avx512: kernels_avx512()
        case .amx: kernels_amx()
        }
    }
}
