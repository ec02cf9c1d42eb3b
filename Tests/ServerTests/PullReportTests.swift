import Foundation
import Hub
import Server
import Synchronization
import Testing

@Suite struct PullReportTests {
    @Test func drawsABarWithRateAndTimeLeft() {
        let drawn = Mutex<[String]>([])
        let report = PullReport(RunningServer.silent) { text in drawn.withLock { $0.append(text) } }
        report.show(.started(files: 3, bytes: 4_000_000_000, present: 1_000_000_000), at: 0)
        report.show(.received(100_000_000), at: 1)
        report.show(.received(1), at: 1.01)
        report.show(.received(900_000_000 - 1), at: 10)
        report.show(.checking(file: "model.safetensors"), at: 11)
        let lines = drawn.withLock(\.self)
        #expect(lines.count == 4)
        #expect(lines[0] == "\r\u{1B}[K[######------------------]  25 %  1.0 of 4.0 GB")
        #expect(lines[1] == "\r\u{1B}[K[######------------------]  27 %  1.1 of 4.0 GB, 100.0 MB/s, 29 s left")
        #expect(lines[2] == "\r\u{1B}[K[############------------]  50 %  2.0 of 4.0 GB, 100.0 MB/s, 20 s left")
        #expect(lines[3].hasSuffix("20 s left, checking model.safetensors"))
    }

    @Test func writesLinesOfTheLogWhereThereIsNoTerminal() async {
        let recorder = LogRecorder()
        let report = PullReport(recorder.logger, bar: nil)
        report.show(.started(files: 1, bytes: 2_000_000, present: 0), at: 0)
        for second in 1...21 { report.show(.received(50_000), at: Double(second)) }
        report.show(.retrying(file: "a", reason: "status 503", delay: .seconds(1)), at: 22)
        report.show(.finished(file: "a"), at: 23)
        recorder.finish()
        var messages: [String] = []
        for await line in recorder.lines { messages.append(line.message) }
        #expect(
            messages == [
                "[------------------------]   0 %  0.0 of 2.0 MB", "[######------------------]  25 %  0.5 of 2.0 MB, 0.1 MB/s, 30 s left",
                "[############------------]  50 %  1.0 of 2.0 MB, 0.1 MB/s, 20 s left", "again in 1.0 s", "complete",
            ])
    }
}

/// Where the configuration's `model` is looked for.
@Suite struct CheckpointLocationTests {
    private let root = FileManager.default.temporaryDirectory.appending(path: "chorale-cache-\(UUID().uuidString)").path
    private let commit = String(repeating: "0123456789", count: 4)

    /// A cache as huggingface_hub leaves it.
    private func cache() throws -> CacheFolder {
        let folder = root + "/models--owner--model"
        for directory in ["/refs", "/snapshots/" + commit] {
            try FileManager.default.createDirectory(atPath: folder + directory, withIntermediateDirectories: true)
        }
        try Data((commit + "\n").utf8).write(to: URL(filePath: folder + "/refs/main"))
        return CacheFolder(path: root)
    }

    @Test func findsWhatWasDownloaded() throws {
        let cache = try cache()
        defer { try? FileManager.default.removeItem(atPath: root) }
        for name in ["owner/model", "owner/model@main", "owner/model@" + commit] {
            let location = try CheckpointLocation(name, cache: cache)
            #expect(location.directory == root + "/models--owner--model/snapshots/" + commit)
            #expect(CheckpointLocation.id(of: name) == "owner/model")
            #expect(!location.isDemonstration)
        }
    }

    @Test func takesADirectoryBeforeADownload() throws {
        let location = try CheckpointLocation(RunningServer.parrot, cache: CacheFolder(path: "/nowhere"))
        #expect(location.directory == RunningServer.parrot)
        #expect(CheckpointLocation.id(of: RunningServer.parrot) == URL(filePath: RunningServer.parrot).lastPathComponent)
    }

    @Test(arguments: ["owner/other", "owner/model@v2"])
    func saysHowToGetWhatIsNotThere(_ model: String) throws {
        let cache = try cache()
        defer { try? FileManager.default.removeItem(atPath: root) }
        let error = #expect(throws: CheckpointLocation.NotDownloaded.self) { try CheckpointLocation(model, cache: cache) }
        #expect(error?.description == "there is no directory \(model), nor is it in \(root); to download it: chorale pull \(model)")
    }

    /// What can only be a path is one, and is told of where it is opened.
    @Test(arguments: ["/nowhere/model", "./model", "model", "a/b/c", "../a"])
    func takesPathsAsTheyAre(_ path: String) throws {
        #expect(try CheckpointLocation(path, cache: CacheFolder(path: "/nowhere")).directory == path)
    }
}
