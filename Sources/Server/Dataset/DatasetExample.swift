import Harmony
import JSON

/// Something to train on: token ids, and which of them are targets.
struct DatasetExample: Sendable, Hashable {
    var tokens: [Int32]
    /// 1 for a target, else 0.
    var lossMask: [UInt8]
    var file: Int
    var line: Int

    /// As one line of a file that trainers read.
    ///
    /// - Parameter source: `file:line`.
    func json(source: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("input_ids")
        writer.write(tokens)
        writer.name("loss_mask")
        writer.write(lossMask)
        writer.name("source")
        writer.write(source)
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}

extension JSONWriter {
    /// An array of numbers, none of them below zero, without the cost of a call for each.
    mutating func write(_ numbers: [Int32]) {
        write(
            serialized: [UInt8](unsafeUninitializedCapacity: numbers.count * 11 + 2) { buffer, count in
                buffer[0] = UInt8(ascii: "[")
                count = 1
                for number in numbers {
                    if count > 1 {
                        buffer[count] = UInt8(ascii: ",")
                        count += 1
                    }
                    var (rest, digits) = (UInt32(bitPattern: number), 1)
                    var bound: UInt32 = 10
                    while digits < 10, rest >= bound {
                        digits += 1
                        bound = digits < 10 ? bound * 10 : bound
                    }
                    for place in stride(from: count + digits - 1, through: count, by: -1) {
                        buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                        rest /= 10
                    }
                    count += digits
                }
                buffer[count] = UInt8(ascii: "]")
                count += 1
            })
    }

    mutating func write(_ numbers: [UInt8]) {
        write(numbers.map(Int32.init))
    }
}

/// What became of a line.
struct LineResult: Sendable {
    var line: Int
    var examples: [DatasetExample] = []
    var issues: [DatasetIssue] = []
    /// Examples that were cut off, those that were left out, for their length, and the tokens that were cut off.
    var truncated = 0
    var dropped = 0
    var lostTokens = 0
    /// Why it cannot be used.
    var failure: String?
}

/// What became of a batch.
struct BatchResult: Sendable {
    var file: String
    var fileIndex: Int
    /// Of the input.
    var bytes: Int
    var lines: [LineResult]
    var channels: [String: ChannelCount] = [:]
    /// What is written of it, where each example is a line of its own.
    var text: [UInt8] = []
}

/// How much a channel has.
struct ChannelCount: Sendable, Hashable {
    var messages = 0
    var tokens = 0
    var targets = 0

    static func += (left: inout ChannelCount, right: ChannelCount) {
        left.messages += right.messages
        left.tokens += right.tokens
        left.targets += right.targets
    }
}
