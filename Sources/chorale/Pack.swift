import ArgumentParser
import Foundation
import Server

struct Pack: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a file of the weights as they are used, beside a checkpoint, so that loading it takes no time.",
        discussion: """
            Matrices that are rounded to 8 bits, and what a GGUF file has in other forms, are put into chorale.packed in the checkpoint's \
            directory, or into FILE.gguf.packed. chorale serve maps that file where it is; one that was made of other weights, or by another \
            version, it refuses.
            """)

    @Argument(help: "Directory or GGUF file of the checkpoint, or OWNER/NAME of what was pulled.")
    var model: String

    func run() throws {
        let isSeen = isatty(2) == 1
        let text = try PackCommand.run(model: model) { share in
            if isSeen { FileHandle.standardError.write(Data("\r\u{1B}[Kpacking, \(Int(share * 100)) %".utf8)) }
        }
        if isSeen { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        print(text)
    }
}
