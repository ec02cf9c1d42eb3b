import Engine
import Testing

private struct Page: PrefixPage, Equatable {
    var name: String
    var hasWindow = true
    var withoutWindow: Page { Page(name: name, hasWindow: false) }
}

/// Pages of 4 tokens and 4 bytes, and where there is a window as many for it.
private func tree(window: Int? = nil) -> PrefixTree<Page> {
    PrefixTree(
        shape: CacheShape(pageTokens: 4, pageBytes: 4, window: window.map { .init(positions: $0, pageBytes: 4, heldTokens: $0) }))
}

extension PrefixTree<Page> {
    /// A sequence runs and ends; its pages are named for it and their place.
    @discardableResult
    fileprivate func run(_ tokens: [Int32], _ name: String = "", turnEnds: [Int] = []) -> Int {
        let match = match(tokens)
        var path = begin(match, turnEnds: turnEnds)
        publish(&path, tokens: tokens, computed: tokens.count) {
            Page(name: name + "\($0)")
        } take: { _, _ in
        }
        end(path, tokens: tokens[...]) { Page(name: name + "\($0)") }
        return match.count
    }
}

@Suite struct PrefixTreeTests {
    struct Lookup: Sendable {
        let prompt: [Int32]
        let pages: [String]
        let count: Int
    }

    @Test(arguments: [
        Lookup(prompt: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], pages: ["a0", "a1", "a2"], count: 9),
        // A token is left to run.
        Lookup(prompt: [1, 2, 3, 4, 5, 6, 7, 8, 9], pages: ["a0", "a1"], count: 8),
        Lookup(prompt: [1, 2, 3, 4, 5, 6, 7, 8], pages: ["a0", "a1"], count: 7),
        Lookup(prompt: [1, 2, 3, 4, 5, 6, 0, 0, 0], pages: ["a0", "a1"], count: 6),
        Lookup(prompt: [1, 2, 3, 4, 8, 8, 7, 0], pages: ["a0", "b1"], count: 6),
        Lookup(prompt: [1, 2, 0], pages: ["a0"], count: 2),
        Lookup(prompt: [1], pages: [], count: 0),
        Lookup(prompt: [7, 1, 2, 3, 4], pages: [], count: 0),
    ])
    func findsTheLongestBeginningToTheToken(_ lookup: Lookup) {
        let tree = tree()
        tree.run([1, 2, 3, 4, 5, 6, 7, 8, 9], "a")
        tree.run([1, 2, 3, 4, 8, 8], "b")
        let match = tree.match(lookup.prompt)
        #expect(match.pages.map(\.name) == lookup.pages)
        #expect(match.count == lookup.count)
        #expect(match.common == lookup.count)
        #expect(tree.bytes == 4 * 4)
    }

    @Test func whatEndsIsKeptOnce() {
        let tree = tree()
        #expect(tree.run([1, 2, 3, 4, 5], "a") == 0)
        #expect(tree.run([1, 2, 3, 4, 5, 6], "b") == 5)
        #expect(tree.contents == [[1, 2, 3, 4, 5, 6]])
        tree.run([1, 2, 3, 4, 5], "c")
        tree.run([1, 2], "d")
        #expect(tree.contents == [[1, 2, 3, 4, 5, 6]])
        #expect(tree.bytes == 8)
    }

    @Test func aRunningSequenceTakesThePageThatIsThere() {
        let tree = tree()
        var (first, second) = (
            tree.begin(tree.match([1, 2, 3, 4, 5]), turnEnds: []), tree.begin(tree.match([1, 2, 3, 4, 5]), turnEnds: [])
        )
        var taken: [Page] = []
        tree.publish(&first, tokens: [1, 2, 3, 4, 5], computed: 5) { _ in
            Page(name: "a")
        } take: { page, _ in
            taken.append(page)
        }
        tree.publish(&second, tokens: [1, 2, 3, 4, 5], computed: 5) { _ in
            Page(name: "b")
        } take: { page, _ in
            taken.append(page)
        }
        #expect(taken == [Page(name: "a")])
        #expect(tree.bytes == 4)
        #expect(tree.pinnedPrefix(of: [1, 2, 3, 4, 9]) == 4)
        tree.leave(first)
        #expect(tree.pinnedBytes == 4)
        tree.leave(second)
        #expect(tree.pinnedBytes == 0)
        #expect(tree.idleTokens == 4)
    }

    @Test func theNextPageIsTakenFromWhoHasRunIt() {
        let tree = tree()
        var path = tree.begin(tree.match([1, 2, 3, 4, 5, 6, 7, 8]), turnEnds: [])
        tree.run([1, 2, 3, 4, 5, 6, 7, 8, 9], "a")
        #expect(tree.next(&path, tokens: [1, 2, 3, 4, 5, 6, 7, 8])?.name == "a0")
        // A token is left to run.
        #expect(tree.next(&path, tokens: [1, 2, 3, 4, 5, 6, 7, 8]) == nil)
        #expect(tree.pinnedBytes == 4)
    }

    @Test func dropsTheLeastRecentlyUsedLeavesFirst() {
        let tree = tree()
        tree.run([1, 1, 1, 1, 1])
        tree.run([2, 2, 2, 2, 2])
        tree.run([1, 1, 1, 1, 3])
        tree.shrink(to: 5 * 4 - 1)
        #expect(Set(tree.contents) == [[2, 2, 2, 2, 2], [1, 1, 1, 1, 3]])
        tree.shrink(to: 12)
        #expect(Set(tree.contents) == [[2, 2, 2, 2], [1, 1, 1, 1, 3]])
        tree.shrink(to: 8)
        #expect(tree.contents == [[1, 1, 1, 1, 3]])
        tree.shrink(to: 0)
        #expect(tree.contents == [] && tree.bytes == 0)
    }

    @Test func neverDropsWhatRuns() {
        let tree = tree()
        tree.run([1, 1, 1, 1, 2, 2, 2, 2, 3])
        let path = tree.begin(tree.match([1, 1, 1, 1, 9]), turnEnds: [])
        tree.shrink(to: 0)
        #expect(tree.contents == [[1, 1, 1, 1]])
        tree.leave(path)
        tree.shrink(to: 0)
        #expect(tree.contents == [])
    }

    /// 32 tokens; a window of 5 is in two pages, or three.
    @Test func windowsGoFirstButForEndsOfTurns() {
        let tree = tree(window: 5)
        let tokens = (1...32).map(Int32.init)
        tree.run(tokens, turnEnds: [13])
        #expect(tree.bytes == 64)
        #expect(tree.match(Array(tokens[..<22])).count == 21)
        tree.shrink(to: 63)
        // What was used first loses its window first.
        #expect(tree.match(Array(tokens[..<4])).count == 0)
        #expect(tree.match(Array(tokens[..<22])).count == 21)
        tree.shrink(to: 54)
        #expect(tree.contents == [tokens])
        // The end of a prompt, some tokens on, and the end of the answer.
        #expect(tree.match(tokens[..<13] + [99, 98]).count == 13)
        #expect(tree.match(tokens[..<14] + [99]).count == 14)
        #expect(tree.match(tokens + [99]).count == 32)
        let gone = tree.match(tokens[..<28] + [99])
        #expect(gone.count == 24)
        #expect(gone.common == 28)
    }

    @Test func whereSequencesPartTheWindowIsKeptTheNextTime() {
        let tree = tree(window: 5)
        let tokens = (1...64).map(Int32.init)
        tree.run(tokens)
        tree.shrink(to: 70)
        let fork = tokens[..<40] + [99]
        #expect(tree.match(Array(fork)).count == 0)
        tree.run(Array(fork))
        tree.shrink(to: 82)
        #expect(tree.match(tokens[..<40] + [98]).count == 40)
    }
}
