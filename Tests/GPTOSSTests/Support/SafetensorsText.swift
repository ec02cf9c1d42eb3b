/// Bytes of a safetensors file with this header, as it is, and this much data.
func safetensors(_ header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
    let length = length ?? UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8)
        + (0..<data).map { UInt8(truncatingIfNeeded: $0) }
}

/// A header's entry.
func entry(_ name: String, _ type: String, _ shape: [Int], _ begin: Int, _ end: Int) -> String {
    "\"\(name)\": {\"dtype\": \"\(type)\", \"shape\": \(shape), \"data_offsets\": [\(begin), \(end)]}"
}

/// An entry of bytes.
func entry(_ name: String, _ shape: [Int], _ begin: Int, _ end: Int) -> String {
    entry(name, "U8", shape, begin, end)
}

/// The header with spaces after it, so that the data begin at a multiple of eight.
func aligned(_ header: String) -> String {
    header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
}
