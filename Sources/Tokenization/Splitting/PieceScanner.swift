/// Cuts a text into the pieces that are merged each on its own, as the matches of a regular expression would.
protocol PieceScanner {
    /// The end of the piece that starts at `start`, which is before the end of the text. Later than `start`.
    func endOfPiece(from start: Int) -> Int
}
