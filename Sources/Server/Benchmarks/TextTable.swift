/// Rows of text in aligned columns: the first to the left, the others to the right.
package struct TextTable {
    private var rows: [[String]]

    package init(header: [String]) {
        rows = [header]
    }

    package mutating func add(_ row: String...) {
        add(row)
    }

    package mutating func add(_ row: [String]) {
        rows.append(row)
    }

    package var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + padding : padding + cell
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

extension Double {
    /// With so many digits after the point.
    package func formatted(digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (self * scale).rounded()
        guard let units = Int(exactly: scaled), units.magnitude < 1 << 53 else { return description }
        guard digits > 0 else { return String(units) }
        let text = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return (units < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    /// As a share of a whole: `73 %`.
    package var percent: String { (self * 100).formatted(digits: 0) + " %" }
}
