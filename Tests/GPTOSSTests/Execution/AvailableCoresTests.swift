import Foundation
import GPTOSS
import Testing

@Suite struct AvailableCoresTests {
    /// Control groups as folders, each with what its cpu.max holds.
    private func limit(_ groups: [String: String], membership: String) throws -> Int? {
        let root = NSTemporaryDirectory() + "/chorale-cpu-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: root) }
        for (path, text) in groups {
            try FileManager.default.createDirectory(atPath: root + path, withIntermediateDirectories: true)
            try text.write(toFile: root + path + "/cpu.max", atomically: true, encoding: .utf8)
        }
        return AvailableCores.limit(root: root, membership: membership)
    }

    @Test func theLeastOfAllGroupsAroundTheProcessHolds() throws {
        let groups = ["": "max 100000\n", "/pod": "250000 100000\n", "/pod/app": "400000 100000\n", "/other": "100000 100000\n"]
        #expect(try limit(groups, membership: "0::/pod/app\n") == 3)
        #expect(try limit(groups, membership: "1:name=systemd:/x\n0::/pod\n") == 3)
        #expect(try limit(groups, membership: "0::/other") == 1)
    }

    @Test func withoutAQuotaNothingIsLimited() throws {
        #expect(try limit(["": "max 100000\n"], membership: "0::/") == nil)
        #expect(try limit([:], membership: "0::/somewhere\n") == nil)
        #expect(try limit(["": "nonsense"], membership: "") == nil)
    }

    /// Within a name space of its own a process finds its limit at the root, whatever the system calls its group.
    @Test func aGroupAboveTheRootHasTheRootsLimit() throws {
        #expect(try limit(["": "50000 100000\n"], membership: "0::/../../pod\n") == 1)
    }
}
