#if PostgreSQL
    /// What can go wrong with a connection, by consequence.
    enum PostgreSQLError: Error {
        /// None could be had.
        case notConnected(String)
        /// It is gone, or leads to a server that may not write any more; what was under way has not been done.
        case lost(String)
        /// It went while a transaction was ended: whether that was done is not known.
        case lostInCommit(String)
        /// Another transaction was in the way: this one was undone and may be run again.
        case conflict(String)
        /// The server has no time or no room for it at the moment.
        case overloaded(String)
        /// The statement is wrong, or the database is.
        case failed(String)

        /// - Parameter state: SQLSTATE, see PostgreSQL's documentation, appendix A.
        init(state: String, message: String) {
            switch state {
            case "40001", "40P01": self = .conflict(message)
            case "25006": self = .lost(message)
            case "55P03", "57014", "53000", "53100", "53200", "53300", "53400": self = .overloaded(message)
            case _ where state.hasPrefix("57P") || state.hasPrefix("08"): self = .lost(message)
            default: self = .failed("\(message) (\(state))")
            }
        }

        var message: String {
            switch self {
            case .notConnected(let text), .lost(let text), .lostInCommit(let text), .conflict(let text), .overloaded(let text),
                .failed(let text):
                text
            }
        }

        /// Whether the same transaction may succeed at once.
        var isWorthARepetition: Bool {
            switch self {
            case .lost, .conflict: true
            case .notConnected, .lostInCommit, .overloaded, .failed: false
            }
        }

        var storeError: StoreError {
            if case .failed(let text) = self { .failed(reason: text) } else { .unavailable(reason: message) }
        }
    }
#endif
