import Glibc

extension DateField {
    /// Seconds since 1970 of any of the three forms that RFC 9110 §5.6.7 has read: `Sun, 06 Nov 1994 08:49:37 GMT`,
    /// `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`. Nil for what is none.
    package static func parse(_ text: String) -> Int? {
        let words = text.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ",") }.map { Substring($0) }
        guard let day = words.first, ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].contains(day.prefix(3)) else { return nil }
        switch words.count {
        case 6 where words[5] == "GMT": return seconds(day: words[1], month: words[2], year: words[3], time: words[4])
        case 5: return seconds(day: words[2], month: words[1], year: words[4], time: words[3])
        default: return nil
        }
    }

    private static func seconds(day: Substring, month: Substring, year: Substring, time: Substring) -> Int? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 2...2) ?? 99 }
        guard let day = number(day, digits: 1...2), (1...31).contains(day), let month = months.firstIndex(of: String(month)),
            var year = number(year, digits: 2...4), clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] <= 60
        else { return nil }
        // Two digits have not been written for decades: they are of the years around 2000.
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1900, Int32(month), day)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (clock[0], clock[1], clock[2])
        return timegm(&parts)
    }

    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int32? {
        digits.contains(text.utf8.count) && text.utf8.allSatisfy(\.isDigit) ? Int32(text) : nil
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
