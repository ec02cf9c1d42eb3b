extension Tokenizer {
    /// A token's bytes; of a special token, its name's. `nil` for an id without a token.
    package func bytes(of id: Int32) -> [UInt8]? {
        tokens.bytes(of: Int(id)).map { Array($0) }
    }

    /// The ordinary token that has these bytes.
    package func token(of bytes: ArraySlice<UInt8>) -> Int32? {
        tokens.withView { view in
            bytes.withUnsafeBufferPointer { bytes in bytes.baseAddress.flatMap { view.id(of: $0, count: bytes.count) } }
        }
    }

    /// Appends a token's bytes; false for an id without a token.
    package func appendBytes(of id: Int32, to bytes: inout [UInt8]) -> Bool {
        guard let token = tokens.bytes(of: Int(id)) else { return false }
        bytes.append(contentsOf: token)
        return true
    }

    /// The text of tokens. Bytes that are no UTF-8 become U+FFFD, and so does an id without a token.
    package func decode(_ ids: some Sequence<Int32>) -> String {
        var bytes: [UInt8] = []
        for id in ids where !appendBytes(of: id, to: &bytes) { bytes.append(0xFF) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
