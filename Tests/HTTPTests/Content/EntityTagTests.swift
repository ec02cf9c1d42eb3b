import HTTP
import Testing

@Suite struct EntityTagTests {
    @Test(arguments: [
        ([#""a""#], [EntityTag("a")]), ([#"W/"a""#], [EntityTag("a", isWeak: true)]), ([#""""#], [EntityTag("")]),
        ([#""a","b" , W/"c""#], [EntityTag("a"), EntityTag("b"), EntityTag("c", isWeak: true)]),
        ([#", ,"a",, "b","#], [EntityTag("a"), EntityTag("b")]), ([#""a,b""#], [EntityTag("a,b")]),
        ([#""a""#, #""b""#], [EntityTag("a"), EntityTag("b")]), ([#""ä""#], [EntityTag("ä")]), ([#""\""#], [EntityTag("\\")]),
        // What is malformed ends a line.
        ([""], []), (["a"], []), ([#""a"#], []), ([#"w/"a""#], []), ([#"W/ "a""#], []), ([#""a b""#], []), ([#""a"b""#], []),
        ([#""a", b, "c""#], [EntityTag("a")]), ([#""a" "b""#], []), ([#"x, "a""#, #""b""#], [EntityTag("b")]),
    ])
    func readsLists(_ lines: [String], _ tags: [EntityTag]) {
        #expect(EntityTagList(lines) == .tags(tags))
    }

    @Test func takesAStarForWhateverThereIs() {
        #expect(EntityTagList(["*"]) == .any)
        #expect(EntityTagList(["*, *"]) == .tags([]))
        #expect(EntityTagList(["*"]).contains { _ in false })
        #expect(!EntityTagList([]).contains { _ in true })
    }

    /// The table of RFC 9110 §8.8.3.2.
    @Test(arguments: [
        (EntityTag("1", isWeak: true), EntityTag("1", isWeak: true), false, true),
        (EntityTag("1", isWeak: true), EntityTag("2", isWeak: true), false, false),
        (EntityTag("1", isWeak: true), EntityTag("1"), false, true), (EntityTag("1"), EntityTag("1"), true, true),
    ])
    func comparesStronglyAndWeakly(_ one: EntityTag, _ other: EntityTag, _ strongly: Bool, _ weakly: Bool) {
        #expect(one.equalsStrongly(other) == strongly)
        #expect(one.equalsWeakly(other) == weakly)
    }

    @Test func printsAsItIsSent() {
        #expect(EntityTag("a").description == #""a""#)
        #expect(EntityTag("a", isWeak: true).description == #"W/"a""#)
    }
}
