/// Cuts a text into the pieces that are merged each on its own, as the matches of a regular expression would.
protocol PieceScanner {
    var text: ClassifiedText { get }

    /// The end of the piece that starts at `start`, which is before the end of the text. Later than `start`.
    func endOfPiece(from start: Int) -> Int
}

extension PieceScanner {
    @inline(__always)
    func forEachPiece(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var start = 0
        while start < text.count {
            let end = endOfPiece(from: start)
            body(UnsafeBufferPointer(rebasing: text.bytes[start..<end]))
            start = end
        }
    }
}

extension SplitPattern {
    /// The pieces of well-formed UTF-8, in order; none is empty.
    @inline(__always)
    func forEachPiece(of bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        UnicodeClasses.standard.withView { classes in
            let text = ClassifiedText(bytes: bytes, classes: classes)
            switch self {
            case .o200k: O200kScanner(text: text, digitsPerPiece: 3).forEachPiece(body)
            case .o200kSingleDigits: O200kScanner(text: text, digitsPerPiece: 1).forEachPiece(body)
            case .gpt2: GPT2Scanner(text: text).forEachPiece(body)
            }
        }
    }

    /// The pieces of a text, which joined are the text.
    package func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        var text = text
        text.withUTF8 { bytes in
            forEachPiece(of: bytes) { pieces.append(String(decoding: $0, as: UTF8.self)) }
        }
        return pieces
    }
}
