import CKernels
import GPTOSS
import Testing

/// Rows of floats as the matrix kernels take them: pointers to where each begins.
func withRows<Result>(_ x: [[Float]], _ body: (UnsafePointer<UnsafePointer<Float>>) throws -> Result) throws -> Result {
    let width = x.first?.count ?? 0
    return try x.flatMap { $0 }.withUnsafeBufferPointer { flat in
        let base = try #require(flat.baseAddress)
        return try x.indices.map { base + $0 * width }.withUnsafeBufferPointer { try body(try #require($0.baseAddress)) }
    }
}

/// Checks numbers against a reference in double precision. The tolerance is relative to the sum of the magnitudes that each was added up from,
/// which is what float32 accumulation answers for.
func expect(
    _ found: [Float], near expected: [Double], magnitudes: [Double]? = nil, tolerance: Double, _ label: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == expected.count, "\(label)", sourceLocation: sourceLocation)
    for (i, (a, b)) in zip(found, expected).enumerated() {
        let scale = magnitudes?[i] ?? max(abs(b), 1e-3)
        guard abs(Double(a) - b) <= tolerance * scale else {
            Issue.record("\(label): \(a) at \(i), expected \(b) to \(tolerance) of \(scale)", sourceLocation: sourceLocation)
            return
        }
    }
}

/// Weights of MXFP4 by their index, as the format says.
struct MXFP4 {
    static let values: [Double] = [0, 0.5, 1, 1.5, 2, 3, 4, 6, 0, -0.5, -1, -1.5, -2, -3, -4, -6]
    let blocks: [UInt8]
    let scales: [UInt8]

    subscript(index: Int) -> Double {
        let byte = blocks[index / 2]
        return Self.values[Int(index.isMultiple(of: 2) ? byte & 15 : byte >> 4)]
            * Double(sign: .plus, exponent: Int(scales[index / 32]) - 127, significand: 1)
    }
}

extension InstructionSet: CustomTestStringConvertible {
    public var testDescription: String { rawValue }
}
