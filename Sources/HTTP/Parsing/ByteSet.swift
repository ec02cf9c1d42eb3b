/// A set of ASCII characters, one bit each.
struct ByteSet: Sendable {
    private let low: UInt64
    private let high: UInt64

    /// The characters of the texts.
    init(_ texts: String...) {
        var bits: (low: UInt64, high: UInt64) = (0, 0)
        for byte in texts.joined().utf8 {
            if byte < 64 { bits.low |= 1 << UInt64(byte) } else if byte < 128 { bits.high |= 1 << UInt64(byte - 64) }
        }
        (low, high) = bits
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }

    static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    static let digits = "0123456789"
    static let unreserved = letters + digits + "-._~"
    static let subDelimiters = "!$&'()*+,;="

    /// RFC 9110 §5.6.2: tchar.
    static let token = ByteSet(letters, digits, "!#$%&'*+-.^_`|~")
    /// RFC 3986 §3.3: pchar and "/", percent-encoding apart.
    static let path = ByteSet(unreserved, subDelimiters, ":@/")
    /// RFC 3986 §3.4, and the brackets that clients built on WHATWG URLs leave as they are (`include[]=`).
    static let query = ByteSet(unreserved, subDelimiters, ":@/?[]")
    /// RFC 3986 §3.2.2: reg-name, percent-encoding apart.
    static let registeredName = ByteSet(unreserved, subDelimiters)
    /// RFC 3986 §3.2.2: IPvFuture after its version.
    static let futureAddress = ByteSet(unreserved, subDelimiters, ":")
}

extension UInt8 {
    /// RFC 9110 §5.5: VCHAR, obs-text, SP or HTAB. Neither CR, LF, NUL nor another control character.
    @inline(__always)
    var isFieldContent: Bool { self >= 0x20 && self != 0x7F || self == 0x09 }

    @inline(__always)
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// SP or HTAB.
    @inline(__always)
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The digit, in lower case, of a value below 16.
    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    var lowercasedASCII: UInt8 {
        self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self
    }

    static let carriageReturn = UInt8(ascii: "\r")
    static let lineFeed = UInt8(ascii: "\n")
}
