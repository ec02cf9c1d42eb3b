import CKernels

extension KernelRate {
    /// As gpt-oss has them: 64 queries of 64 on eight keys and values, of eight layers without a window, so that no cache holds them.
    private static let (group, headDim, items) = (8, 64, 64)
    /// Positions behind which the first token stands.
    private static let depth = 4096

    /// Measures the kernels of attention, with so many tokens of one sequence at a time, a processor's worth of keys and values after the other.
    ///
    /// - Parameter bytes: finite as float32; 129 MiB, of which some are changed.
    static func measureAttention(
        over bytes: UnsafeMutableRawBufferPointer, _ pool: WorkerPool, _ kernels: KernelTable, tokens counts: [Int],
        report: (KernelRate) -> Void
    ) {
        let scratch = (0..<pool.threadCount).map { _ in
            UnsafeMutableRawBufferPointer.allocate(byteCount: bf16_attention_bytes(group, headDim), alignment: 64)
        }
        defer { for buffer in scratch { buffer.deallocate() } }
        let sinks = [bfloat16](repeating: 0, count: group)
        for tokens in Set(counts.map { min($0, Int(ATTENTION_ROWS)) }).sorted() {
            let width = items * group * headDim
            let q = [Float](repeating: 0.25, count: tokens * width)
            let out = UnsafeMutablePointer<Float>.allocate(capacity: tokens * width)
            defer { out.deallocate() }
            for (cache, isEightBit) in [("float32", false), ("int8", true)] {
                let side = headDim * Int(KV_PAGE_POSITIONS) * (isEightBit ? 1 : 4) + (isEightBit ? Int(KV_PAGE_POSITIONS) * 4 : 0)
                let pageCount = (depth + tokens + Int(KV_PAGE_POSITIONS) - 1) / Int(KV_PAGE_POSITIONS)
                guard let base = bytes.baseAddress, items * pageCount * side * 2 <= bytes.count else { return }
                // Scales as keys have them: with far greater ones weights would be too small for normal numbers, which are slow.
                if isEightBit {
                    for half in 0..<items * pageCount * 2 {
                        let scales = base + half * side + headDim * Int(KV_PAGE_POSITIONS)
                        scales.bindMemory(to: Float.self, capacity: Int(KV_PAGE_POSITIONS)).update(
                            repeating: 1 / 1024, count: Int(KV_PAGE_POSITIONS))
                    }
                }
                let pages = UnsafeMutablePointer<UnsafePointer<UInt8>>.allocate(capacity: items * pageCount)
                defer { pages.deallocate() }
                for page in 0..<items * pageCount {
                    (pages + page).initialize(to: UnsafePointer((base + page * side * 2).assumingMemoryBound(to: UInt8.self)))
                }
                func measure(
                    _ name: String,
                    _ attend: (_ worker: Int, UnsafeMutablePointer<Float>, UnsafePointer<Float>, inout AttendedPages) -> Void
                ) {
                    let time = bestTime {
                        pool.forEach(items) { range, worker in
                            for item in range {
                                var attended = AttendedPages(
                                    pages: pages + item * pageCount, keys: 0, values: side, is_eight_bit: isEightBit ? 1 : 0)
                                // All items have the same queries.
                                attend(worker, out + item * group * headDim, q, &attended)
                            }
                        }
                    }
                    report(
                        KernelRate(
                            name: "\(name), \(cache)", tokens: tokens, bytesPerSecond: Double(items * pageCount * side * 2) / time,
                            multiplyAccumulatesPerSecond: Double(items * depth * tokens * group * headDim * 2) / time))
                }
                measure("f32_attention") { _, out, q, pages in
                    kernels.f32_attention(out, q, width, &pages, tokens, depth + 1, 0, sinks, 0.125, group, headDim)
                }
                guard let wide = kernels.bf16_attention, tokens >= 4 else { continue }
                measure("bf16_attention") { worker, out, q, pages in
                    guard let scratch = scratch[worker].baseAddress else { return }
                    wide(out, q, width, &pages, tokens, depth + 1, 0, sinks, 0.125, group, headDim, scratch)
                }
            }
        }
    }
}
