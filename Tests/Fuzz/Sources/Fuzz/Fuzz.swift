import Glibc

/// `TARGET=request Fuzz CORPUS… [-option=value]…`: libFuzzer on one of the properties. The target is in the environment since libFuzzer starts
/// itself again with the arguments that it knows.
@main enum Fuzz {
    static let properties: [String: @Sendable ([UInt8]) -> String?] = [
        "request": RequestProperty.violation, "chunks": ChunkProperty.violation, "proxy": ProxyHeaderProperty.violation,
        "host": HostProperty.violation, "negotiation": NegotiationProperty.violation, "forwarded": ForwardedProperty.violation,
        "json": JSONProperty.violation, "grammar": GrammarProperty.violation,
    ]

    /// Of the target that was asked for.
    static let violation: @Sendable ([UInt8]) -> String? = {
        guard let target = getenv("TARGET"), let property = properties[String(cString: target)] else {
            fatalError("TARGET is one of \(properties.keys.sorted().joined(separator: ", "))")
        }
        return property
    }()

    static func main() {
        _ = violation
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        _ = runDriver(&count, &arguments) { start, count in
            let input = Array(UnsafeBufferPointer(start: start, count: count))
            if let fault = Fuzz.violation(input) { fatalError(fault) }
            return 0
        }
    }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// What libFuzzer's own `main` would call, which is not used; its linker asks for it.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 { 0 }
