/// Keys and values of 64 positions. Caches that begin with the same tokens share pages; nobody writes to a position of a page that others read.
package struct KVPage {
    /// What the layers that see every position hold.
    let full: KVMemory
    /// What the layers with a window hold; nil where nobody needs it any more.
    var windowed: KVMemory?

    /// Whether a sequence can go on from positions in or soon after this page.
    package var hasWindow: Bool { windowed != nil }

    /// The page for sequences that go on further than a window behind it.
    package var withoutWindow: KVPage { KVPage(full: full, windowed: nil) }
}
