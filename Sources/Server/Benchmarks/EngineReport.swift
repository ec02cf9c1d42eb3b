import GPTOSS
import JSON

/// What `EngineBenchmark` has measured.
package struct EngineReport: Sendable {
    struct Row: Sendable {
        enum Kind: String {
            case prefill, decode
        }

        var kind: Kind
        var name: String
        var tokens: Int
        var seconds: Double
        var multiplyAccumulates: Int
        /// Weights and cache read; `nil` where reading is not what bounds it.
        var bytes: Double?
        /// Bytes of the head read, as a share of all; `nil` where it does not matter.
        var headShare: Double?

        var tokensPerSecond: Double { Double(tokens) / seconds }
        var multiplyAccumulatesPerSecond: Double { Double(multiplyAccumulates) / seconds }
        var bytesPerSecond: Double? { bytes.map { $0 / seconds } }
    }

    struct Turns: Sendable {
        var tokens: Int
        var coldSeconds: Double
        var nextTokens: Int
        var cachedTokens: Int
        var cachedSeconds: Double
    }

    /// What keys and values of one sequence take.
    struct CacheSize: Sendable {
        var precision: CachePrecision
        /// In the layers that see every position.
        var bytesPerToken: Int
        /// In those with a window, whatever the length.
        var windowBytes: Int

        var text: String {
            "cache in \(precision): \((Double(bytesPerToken) / 1e3).formatted(digits: 1)) kB a token, "
                + "and \((Double(windowBytes) / 1e6).formatted(digits: 1)) MB a sequence in layers with a window"
        }
    }

    let threads: Int
    let arithmetic: Arithmetic
    let temperature: Float
    let topP: Float
    let before: MachineCeilings
    let after: MachineCeilings
    let firstPassSeconds: Double
    let rows: [Row]
    let turns: Turns?
    let memory: ProcessMemory?
    let cache: CacheSize

    /// The higher of both measurements of a ceiling, which shares are of.
    private func ceiling(_ of: (MachineCeilings) -> Double) -> Double { max(of(before), of(after)) }
    private var read: Double { ceiling(\.readBytesPerSecond) }
    private var int8: Double { ceiling(\.int8MultiplyAccumulatesPerSecond) }
    private var float32: Double { ceiling(\.float32MultiplyAccumulatesPerSecond) }

    package var text: String {
        func giga(_ value: Double) -> String { (value / 1e9).formatted(digits: 1) }
        var ceilings = TextTable(header: ["ceilings of this machine", "before", "after"])
        func add(_ name: String, _ value: (MachineCeilings) -> Double) { ceilings.add(name, giga(value(before)), giga(value(after))) }
        add("read, GB/s", \.readBytesPerSecond)
        add("int8, G MAC/s", \.int8MultiplyAccumulatesPerSecond)
        if before.matrixMultiplyAccumulatesPerSecond != nil {
            add("int8 on matrices, G MAC/s") { $0.matrixMultiplyAccumulatesPerSecond ?? 0 }
        }
        add("float32, G MAC/s", \.float32MultiplyAccumulatesPerSecond)

        var table = TextTable(header: ["", "tokens/s", "GB/s", "of read", "G MAC/s", "of int8", "of float32", "head read"])
        for row in rows {
            let rate = row.multiplyAccumulatesPerSecond
            table.add(
                row.name, row.tokensPerSecond.formatted(digits: 2), row.bytesPerSecond.map(giga) ?? "",
                row.bytesPerSecond.map { ($0 / read).percent } ?? "", giga(rate), (rate / int8).percent, (rate / float32).percent,
                row.headShare.map { $0.percent } ?? "")
        }
        let sampling = temperature > 0 ? "temperature \(temperature), top-p \(topP)" : "greedy"
        var parts = ["\(threads) threads, \(before.instructionSet), \(arithmetic) arithmetic, \(sampling)", ceilings.text, table.text]
        if let turns {
            parts.append(
                "first token of \(turns.tokens) tokens: \(turns.coldSeconds.formatted(digits: 2)) s; of a second turn of \(turns.nextTokens), "
                    + "\(turns.cachedTokens) of them cached: \(turns.cachedSeconds.formatted(digits: 2)) s")
        }
        parts.append((memory.map { $0.text + "\n" } ?? "") + cache.text)
        return parts.joined(separator: "\n\n")
    }

    /// The same figures, in bytes, seconds and multiply-accumulates.
    package var jsonText: String { json.serialized }

    private var json: JSONValue {
        func ceilings(_ value: MachineCeilings) -> JSONValue {
            [
                "read_bytes_per_second": .double(value.readBytesPerSecond),
                "int8_macs_per_second": .double(value.int8MultiplyAccumulatesPerSecond),
                "matrix_int8_macs_per_second": value.matrixMultiplyAccumulatesPerSecond.map(JSONValue.double) ?? .null,
                "float32_macs_per_second": .double(value.float32MultiplyAccumulatesPerSecond),
            ]
        }
        let rows: [JSONValue] = rows.map { row in
            [
                "kind": .string(row.kind.rawValue), "name": .string(row.name), "tokens": .integer(row.tokens),
                "seconds": .double(row.seconds),
                "tokens_per_second": .double(row.tokensPerSecond), "macs_per_second": .double(row.multiplyAccumulatesPerSecond),
                "bytes_per_second": row.bytesPerSecond.map(JSONValue.double) ?? .null,
                "share_of_read": row.bytesPerSecond.map { .double($0 / read) } ?? .null,
                "share_of_int8": .double(row.multiplyAccumulatesPerSecond / int8),
                "head_share": row.headShare.map(JSONValue.double) ?? .null,
            ]
        }
        let turns: JSONValue? = turns.map { turns in
            [
                "tokens": .integer(turns.tokens), "cold_seconds": .double(turns.coldSeconds), "next_tokens": .integer(turns.nextTokens),
                "cached_tokens": .integer(turns.cachedTokens), "cached_seconds": .double(turns.cachedSeconds),
            ]
        }
        return [
            "threads": .integer(threads), "instruction_set": .string("\(before.instructionSet)"), "arithmetic": .string("\(arithmetic)"),
            "temperature": .double(Double(temperature)), "top_p": .double(Double(topP)),
            "ceilings_before": ceilings(before), "ceilings_after": ceilings(after), "first_pass_seconds": .double(firstPassSeconds),
            "rows": .array(rows), "first_token": turns ?? .null,
            "resident_bytes": memory.map { .integer($0.resident) } ?? .null,
            "anonymous_bytes": memory.map { .integer($0.anonymous) } ?? .null,
            "cache_precision": .string("\(cache.precision)"), "cache_bytes_per_token": .integer(cache.bytesPerToken),
            "cache_window_bytes": .integer(cache.windowBytes),
        ]
    }
}
