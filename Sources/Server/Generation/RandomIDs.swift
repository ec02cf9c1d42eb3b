package import OpenAI

extension IDSource {
    /// The prefix and 24 letters and digits from the system's secure generator: 142 bits.
    package static let random = IDSource { prefix in
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".unicodeScalars)
        var id = prefix
        for _ in 0..<24 { id.unicodeScalars.append(alphabet[Int.random(in: alphabet.indices)]) }
        return id
    }
}
