#if PostgreSQL
    import CPostgreSQL

    /// One connection by libpq, of the thread that opened it: its calls block.
    final class PostgreSQLConnection {
        private let handle: OpaquePointer

        /// What holds where the URL says nothing else: seconds, but for `tcp_user_timeout`, which has milliseconds. A server that has gone
        /// without a word is noticed within half a minute.
        private static let defaults = [
            ("application_name", "chorale"), ("connect_timeout", "5"), ("target_session_attrs", "read-write"), ("keepalives_idle", "10"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "20000"),
        ]

        init(url: String) throws(PostgreSQLError) {
            // Of what is named twice the last counts; the URL stands for all that it names.
            let parameters = Self.defaults + [("dbname", url), ("client_encoding", "UTF8")]
            let opened = Self.withTexts(parameters.map(\.0)) { names in
                Self.withTexts(parameters.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
            }
            guard let opened else { throw .notConnected("out of memory") }
            guard PQstatus(opened) == CONNECTION_OK else {
                let message = Self.message(of: opened)
                PQfinish(opened)
                throw .notConnected(message)
            }
            handle = opened
            // Else they go to standard error.
            PQsetNoticeProcessor(handle, { _, _ in }, nil)
        }

        deinit { PQfinish(handle) }

        /// Runs statements without arguments.
        func script(_ sql: String) throws(PostgreSQLError) {
            let result = PQexec(handle, sql)
            defer { PQclear(result) }
            try check(result)
        }

        /// Runs one statement, with a `?` for each argument.
        func run(_ sql: String, _ arguments: [StoreValue]) throws(PostgreSQLError) -> (rows: [StoreRow], changes: Int) {
            let parameters = PostgreSQLParameters(arguments)
            let result = parameters.withPointers { types, values, lengths, formats in
                PQexecParams(handle, Self.numbered(sql), Int32(arguments.count), types, values, lengths, formats, 1)
            }
            defer { PQclear(result) }
            try check(result)
            let columns = PQnfields(result)
            let rows = try (0..<PQntuples(result)).map { (row) throws(PostgreSQLError) in
                StoreRow(values: try (0..<columns).map { (column) throws(PostgreSQLError) in try Self.value(result, row, column) })
            }
            return (rows, PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0)
        }

        private func check(_ result: OpaquePointer?) throws(PostgreSQLError) {
            let status = PQresultStatus(result)
            guard status != PGRES_COMMAND_OK, status != PGRES_TUPLES_OK, status != PGRES_EMPTY_QUERY else { return }
            guard PQstatus(handle) == CONNECTION_OK else { throw .lost(Self.message(of: handle)) }
            let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
            let text = PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) } ?? Self.message(of: handle)
            throw PostgreSQLError(state: state, message: text)
        }

        private static func message(of handle: OpaquePointer) -> String {
            let lines = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
            return lines.split(separator: "\n").map { $0.drop { $0 == "\t" || $0 == " " } }.joined(separator: "; ")
        }

        /// `$1`, `$2` for each `?`.
        private static func numbered(_ sql: String) -> String {
            var (result, count) = ("", 0)
            for part in sql.split(separator: "?", omittingEmptySubsequences: false) {
                if count > 0 { result += "$\(count)" }
                result += part
                count += 1
            }
            return result
        }

        /// A value in libpq's binary form: integers in network order.
        private static func value(_ result: OpaquePointer?, _ row: Int32, _ column: Int32) throws(PostgreSQLError) -> StoreValue {
            guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
                throw .failed("column \(column) is null")
            }
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
            switch PQftype(result, column) {
            case PostgreSQLType.integer, PostgreSQLType.shortInteger:
                var value = Int(Int8(bitPattern: bytes.first ?? 0))
                for byte in bytes.dropFirst() { value = value << 8 | Int(byte) }
                return .integer(value)
            case PostgreSQLType.text: return .text(PostgreSQLText.decoded(bytes))
            case PostgreSQLType.bytes: return .bytes([UInt8](bytes))
            case let type: throw .failed("column \(column) is of the type \(type)")
            }
        }

        /// As libpq takes them: pointers with a null pointer behind them.
        private static func withTexts<Result>(
            _ texts: [String], _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Result
        ) -> Result {
            let pointers = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: texts.count + 1)
            var copies: [UnsafeMutablePointer<CChar>] = []
            defer {
                for copy in copies { copy.deallocate() }
                pointers.deallocate()
            }
            for (index, text) in texts.enumerated() {
                let bytes = text.utf8CString
                let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
                for (place, byte) in bytes.enumerated() { (copy + place).initialize(to: byte) }
                copies.append(copy)
                (pointers + index).initialize(to: UnsafePointer(copy))
            }
            (pointers + texts.count).initialize(to: nil)
            return body(pointers)
        }
    }

    extension PostgreSQLConnection: StoreTransaction {
        var lock: String { "FOR UPDATE" }
        var lockOfFree: String { "FOR UPDATE SKIP LOCKED" }

        func rows(_ sql: String, _ arguments: [StoreValue]) throws -> [StoreRow] {
            try run(sql, arguments).rows
        }

        func change(_ sql: String, _ arguments: [StoreValue]) throws -> Int {
            try run(sql, arguments).changes
        }
    }
#endif
