package import GPTOSS

/// The kernels of an instruction set that weights, keys and values go through, as shares of the machine's ceilings.
package struct KernelBenchmark {
    package var threads = 0
    package var instructionSet = InstructionSet.best
    package var tokens = [1, 4, 16, 64]

    package init() {}

    /// - Parameter progress: told what has been measured.
    package func run(progress: (String) -> Void) -> String {
        let threads = threads > 0 ? threads : AvailableCores.count
        let ceilings = MachineCeilings.measure(threads: threads, instructionSet: instructionSet)
        let first = "\(threads) threads, \(instructionSet)"
        var table = TextTable(header: [first, "tokens", "GB/s", "of read", "G MAC/s", "of int8", "of AMX"])
        let matrix = ceilings.matrixMultiplyAccumulatesPerSecond
        func giga(_ value: Double) -> String { (value / 1e9).formatted(digits: 1) }
        table.add("reading", "", giga(ceilings.readBytesPerSecond), "100 %")
        table.add("int8 on vectors", "", "", "", giga(ceilings.int8MultiplyAccumulatesPerSecond), "100 %")
        if let matrix { table.add("int8 on matrices (AMX)", "", "", "", giga(matrix), "", "100 %") }
        KernelRate.measure(threads: threads, instructionSet: instructionSet, tokens: tokens) { rate in
            progress("\(rate.name), \(rate.tokens) tokens")
            table.add(
                rate.name, String(rate.tokens), giga(rate.bytesPerSecond), (rate.bytesPerSecond / ceilings.readBytesPerSecond).percent,
                giga(rate.multiplyAccumulatesPerSecond),
                (rate.multiplyAccumulatesPerSecond / ceilings.int8MultiplyAccumulatesPerSecond).percent,
                matrix.map { (rate.multiplyAccumulatesPerSecond / $0).percent } ?? "")
        }
        return table.text
    }
}
