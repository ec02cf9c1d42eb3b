import Foundation
import HTTP

/// A text file of keys, one a line, in which a secret stands only as its digest:
///
///     # name digest limits
///     app sha256:5e884898… requests-per-minute=60 tokens-per-minute=20000 concurrent-requests=4 models=gpt-oss-20b
///
/// Empty lines and lines that begin with `#` say nothing.
package enum KeyFile {
    /// - Throws: for a line that is not understood, and for names and digests that are there twice.
    package static func keys(in text: String) throws(KeyFileError) -> [APIKey] {
        var keys: [APIKey] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let fields = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let first = fields.first, !first.hasPrefix("#") else { continue }
            let key: APIKey
            do throws(KeyFileError.Reason) {
                key = try Self.key(fields.map(String.init))
                if keys.contains(where: { $0.name == key.name }) { throw .repeatedName(key.name) }
                if keys.contains(where: { $0.digest == key.digest }) { throw .repeatedDigest }
            } catch {
                throw KeyFileError(line: index + 1, reason: error)
            }
            keys.append(key)
        }
        return keys
    }

    /// The line of a key.
    package static func line(for key: APIKey) -> String {
        var fields = [key.name, "sha256:" + key.digest.hexadecimal]
        let limits = key.limits
        if let number = limits.requestsPerMinute { fields.append("requests-per-minute=\(number)") }
        if let number = limits.tokensPerMinute { fields.append("tokens-per-minute=\(number)") }
        if let number = limits.concurrentRequests { fields.append("concurrent-requests=\(number)") }
        if let models = limits.models { fields.append("models=" + models.sorted().joined(separator: ",")) }
        return fields.joined(separator: " ")
    }

    private static func key(_ fields: [String]) throws(KeyFileError.Reason) -> APIKey {
        guard APIKey.isName(fields[0]) else { throw .badName }
        guard fields.count > 1, fields[1].hasPrefix("sha256:"), let digest = bytes(fields[1].dropFirst(7)), digest.count == 32 else {
            throw .badDigest
        }
        var key = APIKey(name: fields[0], digest: digest)
        for field in fields.dropFirst(2) {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            switch parts[0] {
            case "requests-per-minute": key.limits.requestsPerMinute = try number(parts)
            case "tokens-per-minute": key.limits.tokensPerMinute = try number(parts)
            case "concurrent-requests": key.limits.concurrentRequests = try number(parts)
            case "models":
                guard parts.count == 2, !parts[1].isEmpty else { throw .badLimit(parts[0]) }
                key.limits.models = Set(parts[1].split(separator: ",").map(String.init))
            default: throw .unknownLimit(parts[0])
            }
        }
        return key
    }

    private static func number(_ parts: [String]) throws(KeyFileError.Reason) -> Int {
        guard parts.count == 2, let number = Int(parts[1]), number > 0, number <= 1_000_000_000 else { throw .badLimit(parts[0]) }
        return number
    }

    private static func bytes(_ digits: Substring) -> [UInt8]? {
        guard digits.utf8.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        var rest = digits
        while !rest.isEmpty {
            guard rest.prefix(2).allSatisfy(\.isHexDigit), let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}

/// A line of a key file that is no key. Nothing of the line is told but names: it may hold a secret that stands there by mistake.
package struct KeyFileError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Reason: Error, Sendable, Hashable {
        case badName, badDigest, repeatedDigest
        case repeatedName(String)
        case badLimit(String)
        case unknownLimit(String)
    }

    /// From 1 on.
    package var line: Int
    package var reason: Reason

    package var description: String {
        let what =
            switch reason {
            case .badName: "does not begin with a name of 1 to 64 letters, digits, '.', '_' and '-'"
            case .badDigest: "does not have sha256: and 64 hexadecimal digits behind the name"
            case .repeatedName(let name): "is a second key \(name.prefix(64))"
            case .repeatedDigest: "has the digest of a key above it"
            case .badLimit(let name): "has no positive number, or no list, behind \(name)="
            case .unknownLimit(let name):
                "has a limit that is none, \(name.prefix(32)); there are requests-per-minute, tokens-per-minute, concurrent-requests, models"
            }
        return "line \(line) \(what)"
    }
}
