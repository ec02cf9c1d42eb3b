#if PostgreSQL
    import CPostgreSQL

    /// The types that are used, by their numbers in `pg_type`.
    enum PostgreSQLType {
        static let bytes: Oid = 17
        static let integer: Oid = 20
        static let shortInteger: Oid = 23
        static let text: Oid = 25
    }

    /// A statement's arguments in libpq's binary form, one behind the other.
    struct PostgreSQLParameters {
        private var buffer: [UInt8] = []
        private var starts: [Int] = []
        private var types: [Oid] = []

        init(_ arguments: [StoreValue]) {
            for argument in arguments {
                starts.append(buffer.count)
                switch argument {
                case .integer(let value):
                    types.append(PostgreSQLType.integer)
                    withUnsafeBytes(of: Int64(value).bigEndian) { buffer += $0 }
                case .text(let value):
                    types.append(PostgreSQLType.text)
                    buffer += PostgreSQLText.encoded(value)
                case .bytes(let value):
                    types.append(PostgreSQLType.bytes)
                    buffer += value
                }
            }
            starts.append(buffer.count)
            // Even what is empty has an address: none at all is null.
            buffer.append(0)
        }

        func withPointers<Result>(
            _ body: ([Oid], [UnsafePointer<CChar>?], [Int32], [Int32]) -> Result
        ) -> Result {
            buffer.withUnsafeBytes { bytes in
                let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress
                let values = starts.dropLast().map { offset in start.map { $0 + offset } }
                let lengths = zip(starts, starts.dropFirst()).map { Int32($1 - $0) }
                return body(types, values, lengths, [Int32](repeating: 1, count: types.count))
            }
        }
    }

    /// Text as PostgreSQL can hold it, which has no character 0: that is written `\0`, and a backslash twice.
    enum PostgreSQLText {
        private static let escape = UInt8(ascii: "\\")

        static func encoded(_ text: String) -> [UInt8] {
            var bytes: [UInt8] = []
            for byte in text.utf8 {
                switch byte {
                case 0: bytes += [escape, UInt8(ascii: "0")]
                case escape: bytes += [escape, escape]
                default: bytes.append(byte)
                }
            }
            return bytes
        }

        static func decoded(_ bytes: some Sequence<UInt8>) -> String {
            var text: [UInt8] = []
            var isEscaped = false
            for byte in bytes {
                if isEscaped {
                    text.append(byte == escape ? escape : 0)
                } else if byte != escape {
                    text.append(byte)
                }
                isEscaped = !isEscaped && byte == escape
            }
            return String(decoding: text, as: UTF8.self)
        }
    }
#endif
