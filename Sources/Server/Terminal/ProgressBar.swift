/// How far something is, drawn.
enum ProgressBar {
    private static let width = 24

    /// `[############------------]  50 %`
    /// - Parameter fraction: 0 to 1.
    static func text(_ fraction: Double) -> String {
        let filled = Int(fraction * Double(width))
        let percent = String(Int(fraction * 100))
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled) + "] "
            + String(repeating: " ", count: max(0, 3 - percent.count)) + "\(percent) %"
    }
}
