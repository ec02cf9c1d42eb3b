extension JSONValue {
    /// Parses a whole document: RFC 8259, strictly; duplicate names, lone surrogates and a byte order mark are refused.
    package init(parsing bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .standard) throws(JSONError) {
        var reader = try JSONReader(bytes, limits: limits)
        self = try reader.value()
        try reader.finish()
    }

    /// Parses a whole document from an array, a slice of one or any other collection of bytes.
    package init(parsing bytes: some Collection<UInt8>, limits: JSONLimits = .standard) throws(JSONError) {
        let result = bytes.withContiguousStorageIfAvailable { bytes in
            Result { () throws(JSONError) in try JSONValue(parsing: bytes, limits: limits) }
        }
        if let result {
            self = try result.get()
        } else {
            try self.init(parsing: [UInt8](bytes), limits: limits)
        }
    }

    /// Parses a whole document. Offsets in errors count UTF-8 bytes.
    package init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: text.utf8, limits: limits)
    }
}
