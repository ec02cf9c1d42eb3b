import Foundation
import JSON
import OpenAI
import OrderedCollections
import Storage

/// The responses in a server's store that may be trained on, each as a conversation with all that was said, in every channel.
///
/// Only those count that were stored with that mark: the server's setting `store.training-export` or the request's metadata gave it, and no
/// part of the conversation was refused. Of a chain of responses the last one counts, which holds the others.
struct StoredLines: ConversationLines {
    let files: [String]
    let totalBytes: Int? = nil
    private let store: ResponseStore
    private let superseded: Set<String>
    private var last = 0
    private var number = 0

    private static let batchCount = 64

    /// - Parameter tell: told how many there are and how many of them count.
    init(_ path: String, tell: (String) -> Void) async throws {
        let origin = StorePlace(named: path)
        if case .file = origin, !FileManager.default.fileExists(atPath: path) {
            throw UnreadableFile(path: path, reason: "there is no such file")
        }
        files = ["\(origin)"]
        store = try ResponseStore(origin)
        var (count, allowed) = (0, 0)
        var superseded: Set<String> = []
        var place = 0
        while true {
            let page = try await store.page(of: .responses, behind: place, limit: Self.batchCount, now: ResponseArchive.now)
            guard let end = page.last?.sequence else { break }
            place = end
            for (_, document) in page {
                let archived = ArchivedResponse(document: try ResponseArchive.parsed(document.body))
                count += 1
                guard archived.isForTraining else { continue }
                allowed += 1
                if let previous = archived.response["previous_response_id"]?.stringValue { superseded.insert(previous) }
            }
        }
        self.superseded = superseded
        tell("\(origin): \(count) responses, \(allowed) of which may be trained on")
    }

    mutating func next() async throws -> LineBatch? {
        while true {
            let page = try await store.page(of: .responses, behind: last, limit: Self.batchCount, now: ResponseArchive.now)
            guard let end = page.last?.sequence else {
                try store.close()
                return nil
            }
            last = end
            var batch = LineBatch(file: files[0], fileIndex: 0)
            for (_, document) in page where !superseded.contains(document.id) {
                let archived = ArchivedResponse(document: try ResponseArchive.parsed(document.body))
                guard archived.isForTraining else { continue }
                number += 1
                let start = batch.bytes.count
                batch.bytes += archived.trainingLine.serializedBytes
                batch.lines.append((number, start..<batch.bytes.count))
            }
            if !batch.lines.isEmpty { return batch }
        }
    }
}

extension ArchivedResponse {
    fileprivate var isForTraining: Bool { allowsTraining && response["status"] == "completed" }

    /// The request that would have had the answer as a part of its history.
    fileprivate var trainingLine: JSONValue {
        var members: JSONObject = ["input": .array(items)]
        for name in ["instructions", "tools", "text"] {
            if let value = response[name], !value.isNull { members[name] = value }
        }
        if let effort = response["reasoning"]?["effort"], !effort.isNull { members["reasoning"] = ["effort": effort] }
        if let startDate { members["current_date"] = .string(startDate) }
        return .object(members)
    }
}
