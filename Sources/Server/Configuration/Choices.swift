package import Configuration
package import Engine
package import GPTOSS
package import HTTP
package import Logging
package import OpenAI

/// Reasoning efforts that can be configured.
package enum EffortChoice: String, SettingChoice, Sendable {
    case low, medium, high

    package var effort: RequestedEffort {
        switch self {
        case .low: .low
        case .medium: .medium
        case .high: .high
        }
    }
}

/// Log levels that can be configured, as swift-log has them.
package enum LogLevelChoice: String, SettingChoice, Sendable {
    case trace, debug, info, notice, warning, error, critical

    package var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}

/// Arithmetics that can be configured.
package enum ArithmeticChoice: String, SettingChoice, Sendable {
    case fast, exact

    package var arithmetic: Arithmetic {
        switch self {
        case .fast: .fast
        case .exact: .exact
        }
    }
}

/// Instruction sets that can be configured.
package enum KernelsChoice: String, SettingChoice, Sendable {
    case best, portable, neon, avx2, avxvnni, avx512, amx

    /// The one that is named, or the fastest; nil where the machine lacks it.
    package var instructionSet: InstructionSet? {
        guard let named = InstructionSet(rawValue: rawValue) else { return .best }
        return InstructionSet.available.contains(named) ? named : nil
    }
}

/// Precisions of keys and values that can be configured.
package enum CachePrecisionChoice: String, SettingChoice, Sendable {
    case float32, int8

    package var precision: CachePrecision {
        switch self {
        case .float32: .float32
        case .int8: .int8
        }
    }
}

extension Packing: SettingChoice {}

/// When the head is screened, for a benchmark to compare.
package enum ScreeningChoice: String, CaseIterable, Sendable {
    case auto, never, always

    package var screening: Screening {
        switch self {
        case .auto: .whereItPays
        case .never: .never
        case .always: .always
        }
    }
}

/// Ways to guess tokens that can be configured.
package enum SpeculationChoice: String, SettingChoice, Sendable {
    case auto, never, always

    package var speculation: EngineConfiguration.Speculation {
        switch self {
        case .auto: .whereItPays
        case .never: .never
        case .always: .always
        }
    }
}

extension HalfClosePolicy: SettingChoice {}

extension ForwardedFields: SettingChoice {}

/// Permissions of a file, written in octal: `0660`.
package struct FileMode: SettingValue, Hashable {
    package let bits: UInt32

    package init(bits: UInt32) {
        self.bits = bits
    }

    package static var configType: ConfigType { .string }
    package static var expectation: String { "permissions in octal, such as 0660" }

    package init?(_ content: ConfigContent) {
        guard case .string(let text) = content, (3...4).contains(text.utf8.count), let bits = UInt32(text, radix: 8), bits <= 0o777 else {
            return nil
        }
        self.bits = bits
    }

    package var text: String {
        let digits = String(bits, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    package var yaml: String { "\"\(text)\"" }
}
