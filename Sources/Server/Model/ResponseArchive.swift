import Foundation
package import JSON
package import Logging
import Storage

/// A stored response, with the items that went in before its output.
package struct ArchivedResponse: Sendable, Hashable {
    package var response: JSONValue
    /// Everything before the output, earlier responses of the conversation included: it stands on its own.
    package var input: [JSONValue]

    package init(response: JSONValue, input: [JSONValue]) {
        self.response = response
        self.input = input
    }

    /// What a next response goes on from.
    package var items: [JSONValue] { input + (response["output"]?.arrayValue ?? []) }
}

/// The responses that clients may ask for again or go on from.
package struct ResponseArchive: Sendable {
    private let store: ResponseStore
    private let lifetime: Int
    private let logger: Logger

    package init(_ configuration: StoreConfiguration, logger: Logger) throws {
        store = try ResponseStore(
            path: configuration.path, maximumCount: configuration.maximumCount, maximumBytes: configuration.maximumBytes)
        lifetime = Int(configuration.lifetime.components.seconds)
        self.logger = logger
    }

    /// An answer is not lost because it could not be stored: that is for the log.
    package func keep(_ archived: ArchivedResponse, id: String) async {
        let document: JSONValue = ["response": archived.response, "input": .array(archived.input)]
        let now = Self.now
        do {
            try await store.put(document.serializedBytes, id: id, now: now, expiry: now + lifetime)
        } catch {
            logger.error("response not stored", metadata: ["response-id": "\(id)", "error": "\(error)"])
        }
    }

    package func find(_ id: String) async throws -> ArchivedResponse? {
        guard let bytes = try await store.get(id, now: Self.now) else { return nil }
        let document = try JSONValue(parsing: bytes, limits: JSONLimits(maximumBytes: bytes.count))
        return ArchivedResponse(
            response: document["response"] ?? .null, input: document["input"]?.arrayValue ?? [])
    }

    package func remove(_ id: String) async throws -> Bool {
        try await store.delete(id)
    }

    /// Writes what is outstanding. Nothing can be kept or found afterwards.
    package func close() {
        do {
            try store.close()
        } catch {
            logger.error("response store not closed", metadata: ["error": "\(error)"])
        }
    }

    private static var now: Int { Int(Date().timeIntervalSince1970) }
}
