import JSON

extension RequestReader {
    /// An integer within the range. `1.0` is an integer, as JSON Schema has it.
    mutating func integer(_ name: String, in range: ClosedRange<Int> = .min ... .max) throws(APIError) -> Int? {
        guard let value = value(name) else { return nil }
        let path = path(name)
        guard let integer = value.intValue else {
            if case .unsigned(let large) = value {
                throw Self.outside(path, "integer", "\(range.upperBound)", got: "\(large)", above: true)
            }
            throw .wrongType(path, expected: "an integer", found: value.kindName)
        }
        if integer < range.lowerBound {
            throw Self.outside(path, "integer", "\(range.lowerBound)", got: "\(integer)", above: false)
        }
        if integer > range.upperBound {
            throw Self.outside(path, "integer", "\(range.upperBound)", got: "\(integer)", above: true)
        }
        return integer
    }

    /// A number within the range; always finite, since JSON has no other.
    mutating func number(_ name: String, in range: ClosedRange<Double>) throws(APIError) -> Double? {
        guard let value = value(name) else { return nil }
        return try Self.number(value, path: path(name), in: range)
    }

    static func number(_ value: JSONValue, path: String, in range: ClosedRange<Double>) throws(APIError) -> Double {
        guard let number = value.doubleValue else { throw .wrongType(path, expected: "a number", found: value.kindName) }
        if number < range.lowerBound {
            throw outside(path, "decimal", short(range.lowerBound), got: value.serialized, above: false)
        }
        if number > range.upperBound {
            throw outside(path, "decimal", short(range.upperBound), got: value.serialized, above: true)
        }
        return number
    }

    private static func outside(_ path: String, _ kind: String, _ limit: String, got: String, above: Bool) -> APIError {
        .invalid(
            "Invalid '\(path)': \(kind) \(above ? "above maximum" : "below minimum") value. "
                + "Expected a value \(above ? "<=" : ">=") \(limit), but got \(got) instead.",
            param: path, code: "\(kind)_\(above ? "above_max" : "below_min")_value")
    }

    private static func short(_ limit: Double) -> String {
        Int(exactly: limit).map { String($0) } ?? String(limit)
    }
}
