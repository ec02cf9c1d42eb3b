import JSON
import OrderedCollections

/// What a dataset came to.
package struct DatasetReport: Sendable {
    /// Lines that were not empty.
    package private(set) var lines = 0
    /// Those that could not be used.
    package private(set) var badLines = 0
    package private(set) var examples = 0
    package private(set) var tokens = 0
    package private(set) var targets = 0
    /// Examples that were cut off, and those that were left out, for their length.
    package private(set) var truncated = 0
    package private(set) var dropped = 0
    /// Tokens that were cut off.
    package private(set) var lostTokens = 0
    /// Of the whole conversations, before anything was cut off.
    private(set) var channels: [String: ChannelCount] = [:]
    /// Examples with 2^n tokens and more, and fewer than 2^(n + 1), by n.
    private var lengths = [Int](repeating: 0, count: 48)
    private var longest = 0
    package private(set) var issues: [String: Int] = [:]
    /// Input bytes that were read.
    var bytes = 0
    package var rows = 0
    /// Tokens of a row; `nil` where nothing is packed.
    var rowLength: Int?
    package var seconds = 0.0

    mutating func add(_ batch: BatchResult) {
        bytes += batch.bytes
        for (name, count) in batch.channels { channels[name, default: ChannelCount()] += count }
        for line in batch.lines {
            lines += 1
            if line.failure != nil { badLines += 1 }
            truncated += line.truncated
            dropped += line.dropped
            lostTokens += line.lostTokens
            for issue in line.issues { issues[issue.kind.rawValue, default: 0] += 1 }
            for example in line.examples {
                examples += 1
                tokens += example.tokens.count
                targets += example.lossMask.reduce(0) { $0 + Int($1) }
                longest = max(longest, example.tokens.count)
                lengths[min(lengths.count - 1, max(0, Int.bitWidth - 1 - example.tokens.count.leadingZeroBitCount))] += 1
            }
        }
    }

    package var tokensPerSecond: Double { seconds > 0 ? Double(tokens) / seconds : 0 }

    /// For people, some lines.
    package var text: String {
        var facts = TextTable(header: ["", ""])
        facts.add("lines", "\(lines)\(badLines > 0 ? ", \(badLines) of them bad" : "")")
        facts.add("examples", "\(examples)")
        facts.add("tokens", "\(tokens), \((100 * Double(targets) / Double(max(1, tokens))).formatted(digits: 1)) % of them targets")
        if truncated + dropped > 0 { facts.add("too long", "\(truncated) truncated (\(lostTokens) tokens), \(dropped) dropped") }
        if let rowLength, rows > 0 {
            facts.add("rows of \(rowLength)", "\(rows), \((Double(tokens) / Double(rows * rowLength)).percent) full")
        }
        facts.add("speed", "\(tokensPerSecond.formatted(digits: 0)) tokens/s, \(seconds.formatted(digits: 2)) s")
        var channelTable = TextTable(header: ["channel", "messages", "tokens", "targets"])
        for (name, count) in channels.sorted(by: { $0.key < $1.key }) {
            channelTable.add(name, "\(count.messages)", "\(count.tokens)", "\(count.targets)")
        }
        var parts = [facts.text.trimmingPrefix("\n").description]
        if !channels.isEmpty { parts.append(channelTable.text) }
        if examples > 0 { parts.append(histogram) }
        if !issues.isEmpty {
            parts.append(issues.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    private var histogram: String {
        let most = max(1, lengths.max() ?? 1)
        var table = TextTable(header: ["tokens", "examples", ""])
        for (power, count) in lengths.enumerated() where count > 0 {
            let bar = String(repeating: "▇", count: max(1, count * 32 / most))
            table.add("\(1 << power) to \((1 << (power + 1)) - 1)", "\(count)", bar + String(repeating: " ", count: 32 - bar.count))
        }
        table.add("longest", "\(longest)", "")
        return table.text
    }

    package var jsonText: String { json.serialized }

    private var json: JSONValue {
        var buckets: JSONObject = [:]
        for (power, count) in lengths.enumerated() where count > 0 { buckets["\(1 << power)"] = .integer(count) }
        var byChannel: JSONObject = [:]
        for (name, count) in channels.sorted(by: { $0.key < $1.key }) {
            byChannel[name] = [
                "messages": .integer(count.messages), "tokens": .integer(count.tokens), "targets": .integer(count.targets),
            ]
        }
        var byKind: JSONObject = [:]
        for (name, count) in issues.sorted(by: { $0.key < $1.key }) { byKind[name] = .integer(count) }
        return [
            "lines": .integer(lines), "bad_lines": .integer(badLines), "examples": .integer(examples), "tokens": .integer(tokens),
            "targets": .integer(targets), "truncated": .integer(truncated), "dropped": .integer(dropped),
            "lost_tokens": .integer(lostTokens), "rows": .integer(rows), "row_length": rowLength.map { .integer($0) } ?? .null,
            "longest": .integer(longest), "lengths": .object(buckets), "channels": .object(byChannel), "issues": .object(byKind),
            "seconds": .double(seconds), "tokens_per_second": .double(tokensPerSecond),
        ]
    }
}
