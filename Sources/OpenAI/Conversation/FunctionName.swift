import JSON

/// Names of functions go into message headers, so their alphabet is what keeps a header a header.
enum FunctionName {
    /// Calls in a history may bear names that models made up, such as `browser.search`.
    static let historyLimit = 256

    /// Checks the name of a declared function: `^[a-zA-Z0-9_.-]{1,limit}$`. (The published pattern has no dots; names of MCP tools do.)
    static func check(declared name: String, limit: Int, param: String) throws(APIError) {
        try check(name, extra: "_.-", limit: limit, param: param)
    }

    /// Checks the name of a response format: `^[a-zA-Z0-9_-]{1,64}$`.
    static func check(format name: String, param: String) throws(APIError) {
        try check(name, extra: "_-", limit: 64, param: param)
    }

    /// Checks the name of a call in the conversation's history.
    static func check(called name: String, param: String) throws(APIError) {
        try check(name, extra: "_.-", limit: historyLimit, param: param)
    }

    private static func check(_ name: String, extra: String, limit: Int, param: String) throws(APIError) {
        let isGood = name.unicodeScalars.allSatisfy { scalar in
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                || extra.unicodeScalars.contains(scalar)
        }
        guard !name.isEmpty, name.utf8.count <= limit, isGood else {
            throw .invalid(
                "Invalid '\(param)': string does not match pattern. "
                    + "Expected a string that matches the pattern '^[a-zA-Z0-9\(extra)]{1,\(limit)}$'.",
                param: param)
        }
    }
}
