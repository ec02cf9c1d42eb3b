/// A strict reader of Prometheus' text format: it takes only what the format's description says, and what Prometheus' own linter asks for.
/// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
struct Exposition {
    struct Sample: Hashable {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    struct Family: Hashable {
        var kind: String
        var help: String
        var samples: [Sample] = []
    }

    struct Violation: Error, CustomStringConvertible {
        var line: Int
        var description: String
    }

    private(set) var families: [String: Family] = [:]

    init(parsing text: String) throws {
        guard text.isEmpty || text.hasSuffix("\n") else { throw Violation(line: 0, description: "the last line does not end") }
        var current: String?
        var help: (name: String, text: String)?
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: true).enumerated() {
            func fail(_ what: String) -> Violation { Violation(line: number + 1, description: "\(what): \(line)") }
            if line.hasPrefix("# HELP ") {
                let parts = line.dropFirst(7).split(separator: " ", maxSplits: 1).map(String.init)
                guard parts.count == 2, Self.isName(parts[0]), help == nil, families[parts[0]] == nil else { throw fail("bad HELP") }
                help = (parts[0], parts[1])
            } else if line.hasPrefix("# TYPE ") {
                let parts = line.dropFirst(7).split(separator: " ").map(String.init)
                guard parts.count == 2, parts[0] == help?.name, ["counter", "gauge", "histogram"].contains(parts[1]) else {
                    throw fail("bad TYPE")
                }
                guard (parts[1] == "counter") == parts[0].hasSuffix("_total") else { throw fail("counters end in _total, others do not") }
                families[parts[0]] = Family(kind: parts[1], help: help?.text ?? "")
                current = parts[0]
                help = nil
            } else {
                guard help == nil, let name = current, let sample = Self.sample(line) else { throw fail("no sample") }
                let suffixes = families[name]?.kind == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
                guard suffixes.contains(where: { sample.name == name + $0 }) else { throw fail("not of \(name)") }
                families[name]?.samples.append(sample)
            }
        }
        for (name, family) in families {
            let known = Set(family.samples.map { Sample(name: $0.name, labels: $0.labels, value: 0) })
            guard known.count == family.samples.count else { throw Violation(line: 0, description: "\(name) has a series twice") }
            guard !family.samples.isEmpty else { throw Violation(line: 0, description: "\(name) has no series") }
            if family.kind == "histogram" { try Self.check(family, name) }
        }
    }

    /// The value of a series whose labels have these among them.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        families.values.lazy.flatMap(\.samples).first { sample in
            sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }?.value
    }

    /// Buckets grow, the last is infinite and is the count.
    private static func check(_ family: Family, _ name: String) throws {
        let series = Dictionary(grouping: family.samples) { $0.labels.filter { $0.key != "le" } }
        for (labels, samples) in series {
            func fail(_ what: String) -> Violation { Violation(line: 0, description: "\(name)\(labels): \(what)") }
            let buckets = samples.filter { $0.name.hasSuffix("_bucket") }
            let bounds = buckets.compactMap { $0.labels["le"] }.map { $0 == "+Inf" ? Double.infinity : Double($0) ?? .nan }
            guard bounds.count == buckets.count, bounds == bounds.sorted(), bounds.last == .infinity else { throw fail("bad bounds") }
            guard buckets.map(\.value) == buckets.map(\.value).sorted() else { throw fail("buckets shrink") }
            let counts = samples.filter { $0.name == name + "_count" }.map(\.value)
            guard counts == [buckets.last?.value ?? -1] else { throw fail("count is not the last bucket's") }
            guard samples.count(where: { $0.name == name + "_sum" }) == 1 else { throw fail("no sum") }
        }
    }

    private static func isName(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/) != nil
    }

    private static func sample(_ line: Substring) -> Sample? {
        guard let match = line.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)/) else { return nil }
        var labels: [String: String] = [:]
        var rest = match.2 ?? ""
        guard match.2 != "" else { return nil }
        while !rest.isEmpty {
            guard let label = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/),
                labels.updateValue(unescaped(label.2), forKey: String(label.1)) == nil
            else { return nil }
            rest = rest[label.range.upperBound...]
            if label.3 == ",", rest.isEmpty { return nil }
        }
        let number = String(match.3)
        guard let value = number == "+Inf" ? Double.infinity : Double(number), !number.contains("_") else { return nil }
        return Sample(name: String(match.1), labels: labels, value: value)
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = ""
        var isEscape = false
        for character in text {
            if isEscape {
                result.append(character == "n" ? "\n" : character)
                isEscape = false
            } else if character == "\\" {
                isEscape = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}
