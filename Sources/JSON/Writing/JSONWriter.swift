/// Writes compact JSON into a growing array of bytes; commas and colons are its own affair.
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.name("id")
///     writer.write("resp_1")
///     writer.endObject()
///
/// Text is that of Rust's serde_json: names in the order written, "/" and everything beyond ASCII as they are, shortest
/// round-tripping doubles. It does **not** check that calls nest or that names are unique.
package struct JSONWriter {
    package var bytes: [UInt8]
    /// Whether a value was written before, in the same container.
    private var needsComma = false

    /// Appends to bytes that are already there.
    package init(appendingTo bytes: [UInt8] = []) {
        self.bytes = bytes
    }

    package mutating func beginObject() { open(UInt8(ascii: "{")) }
    package mutating func endObject() { close(UInt8(ascii: "}")) }
    package mutating func beginArray() { open(UInt8(ascii: "[")) }
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    /// The name of the member whose value is written next.
    package mutating func name(_ name: String) {
        separate()
        appendString(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func writeNull() {
        separate()
        append("null")
    }

    package mutating func write(_ value: Bool) {
        separate()
        append(value ? "true" : "false")
    }

    package mutating func write(_ value: some FixedWidthInteger) {
        separate()
        appendInteger(value)
    }

    /// A number that is not finite has no JSON: it is written as `null`.
    package mutating func write(_ value: Double) {
        separate()
        appendDouble(value)
    }

    package mutating func write(_ value: String) {
        separate()
        appendString(value)
    }

    /// Bytes that already are a JSON value.
    package mutating func write(serialized value: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: value)
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    mutating func append(_ literal: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }
}
