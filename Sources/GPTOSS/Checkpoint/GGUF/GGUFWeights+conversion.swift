extension GGUFWeights {
    /// Writes the numbers of a tensor, or the rows of two in turn, as bfloat16.
    /// - Parameter width: of a row.
    func part(_ parts: [Part], asRowsOf width: Int, into target: UnsafeMutableRawPointer) {
        let out = target.assumingMemoryBound(to: UInt16.self)
        // Biases are a number a row: there a row of the network's is an expert's.
        let isInterleaved = parts.count == 2
        for (offset, part) in parts.enumerated() {
            let width = isInterleaved ? width / 2 : width
            let (rows, bytes) = (part.entry.count / width, part.bytes.count / (part.entry.count / width))
            inParallel(rows, bytes: part.bytes.count) { row in
                let source = UnsafeRawBufferPointer(rebasing: part.bytes[row * bytes..<(row + 1) * bytes])
                let (first, stride) = isInterleaved ? (out + row * 2 * width + offset, 2) : (out + row * width, 1)
                Self.round(source, part.entry.type, count: width, into: first, stride: stride)
            }
        }
    }

    /// Writes the values or the scales of MXFP4, [experts, rows, blocks], or the rows of two in turn.
    func mxfp4(_ parts: [Part], rowBlocks: Int, scales: Bool, into target: UnsafeMutableRawPointer) {
        let (blockBytes, outBytes) = (GGMLType.mxfp4.blockBytes, scales ? 1 : 16)
        for (offset, part) in parts.enumerated() {
            guard let source = part.bytes.baseAddress else { continue }
            let rows = part.bytes.count / (rowBlocks * blockBytes)
            inParallel(rows, bytes: part.bytes.count) { row in
                let blocks = source + row * rowBlocks * blockBytes
                let out = target + (row * parts.count + offset) * rowBlocks * outBytes
                for block in 0..<rowBlocks {
                    if scales {
                        out.storeBytes(
                            of: blocks.load(fromByteOffset: block * blockBytes, as: UInt8.self), toByteOffset: block, as: UInt8.self)
                    } else {
                        Self.reorder(blocks + block * blockBytes + 1, into: out + block * 16)
                    }
                }
            }
        }
    }

    /// The 16 bytes of a block: from element i in the low half of byte i, element 16 + i in the high half, to elements 2 i and 2 i + 1 in byte i.
    private static func reorder(_ source: UnsafeRawPointer, into out: UnsafeMutableRawPointer) {
        let low: UInt64 = 0x0F0F_0F0F_0F0F_0F0F
        for half in 0..<2 {
            let bytes = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: 8 * half, as: UInt64.self))
            out.storeBytes(of: joined(bytes & low).littleEndian, toByteOffset: 4 * half, as: UInt32.self)
            out.storeBytes(of: joined(bytes >> 4 & low).littleEndian, toByteOffset: 8 + 4 * half, as: UInt32.self)
        }
    }

    /// Eight bytes of four bits each as four bytes.
    private static func joined(_ nibbles: UInt64) -> UInt32 {
        let pairs = (nibbles | nibbles >> 4) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: fours | fours >> 16)
    }

    /// Rounds numbers to the nearest bfloat16.
    private static func round(
        _ source: UnsafeRawBufferPointer, _ type: GGMLType, count: Int, into out: UnsafeMutablePointer<UInt16>, stride: Int
    ) {
        switch type {
        case .float32:
            for i in 0..<count { out[i * stride] = bfloat16(source.loadUnaligned(fromByteOffset: 4 * i, as: Float.self)) }
        case .float16:
            for i in 0..<count { out[i * stride] = bfloat16(Float(source.loadUnaligned(fromByteOffset: 2 * i, as: Float16.self))) }
        case .bfloat16:
            for i in 0..<count { out[i * stride] = source.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self) }
        case .q8:
            for block in 0..<count / 32 {
                let scale = Float(source.loadUnaligned(fromByteOffset: 34 * block, as: Float16.self))
                for i in 0..<32 {
                    let value = source.load(fromByteOffset: 34 * block + 2 + i, as: Int8.self)
                    out[(32 * block + i) * stride] = bfloat16(scale * Float(value))
                }
            }
        case .mxfp4: preconditionFailure("blocks of MXFP4 stay what they are")
        }
    }

    /// To the nearest, ties to even; a NaN stays one.
    private static func bfloat16(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        if value.isNaN { return UInt16(bits >> 16) | 0x40 }
        return UInt16(truncatingIfNeeded: (bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
    }
}
