import Foundation
import JSON
import OrderedCollections

/// An array of numbers with its name, as files of tensors hold it: row after row, least byte first.
struct Tensor: Sendable {
    enum Element: Sendable {
        case uint8, int32, int64

        /// As safetensors names it.
        var safetensors: String {
            switch self {
            case .uint8: "U8"
            case .int32: "I32"
            case .int64: "I64"
            }
        }

        /// As NumPy's files name it.
        var numpy: String {
            switch self {
            case .uint8: "|u1"
            case .int32: "<i4"
            case .int64: "<i8"
            }
        }
    }

    let name: String
    let element: Element
    let shape: [Int]
    let data: Data

    init(_ name: String, _ values: [UInt8], shape: [Int]) {
        (self.name, element, self.shape, data) = (name, .uint8, shape, Data(values))
    }

    init(_ name: String, _ values: [Int32], shape: [Int]) {
        (self.name, element, self.shape) = (name, .int32, shape)
        data = values.map(\.littleEndian).withUnsafeBytes { Data($0) }
    }

    init(_ name: String, _ values: [Int64], shape: [Int]) {
        (self.name, element, self.shape) = (name, .int64, shape)
        data = values.map(\.littleEndian).withUnsafeBytes { Data($0) }
    }

    /// A `.npy` file of version 1.0 (numpy/lib/format.py): the header ends at a multiple of 64 bytes.
    var npy: Data {
        let dimensions = shape.map { "\($0)," }.joined(separator: " ")
        var header = "{'descr': '\(element.numpy)', 'fortran_order': False, 'shape': (\(dimensions)), }"
        let unpadded = 10 + header.utf8.count + 1
        header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
        var file = Data([0x93] + "NUMPY".utf8 + [1, 0])
        file.append(contentsOf: [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)])
        file.append(contentsOf: header.utf8)
        return file + data
    }
}

extension [Tensor] {
    /// A `.safetensors` file: the header's length in 8 bytes, the header as JSON, padded with spaces to a multiple of 8, the data.
    var safetensors: Data {
        var header: JSONObject = [:]
        var offset = 0
        for tensor in self {
            header[tensor.name] = [
                "dtype": .string(tensor.element.safetensors), "shape": .array(tensor.shape.map { .integer($0) }),
                "data_offsets": [.integer(offset), .integer(offset + tensor.data.count)],
            ]
            offset += tensor.data.count
        }
        var text = JSONValue.object(header).serializedBytes
        text += repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
        var file = UInt64(text.count).littleEndian.bytes
        file.append(contentsOf: text)
        for tensor in self { file.append(tensor.data) }
        return file
    }
}

extension UInt64 {
    fileprivate var bytes: Data { withUnsafeBytes(of: self) { Data($0) } }
}
