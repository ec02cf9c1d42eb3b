extension Automaton {
    /// Visits every node of the trie that is reached from a state, leaving out the subtrees of dead prefixes.
    ///
    /// - Parameters:
    ///   - content: characters are counted as they begin, which is where a byte other than a quote leaves this state; -1 counts none.
    ///   - visit: gets the node, the state after it, and the characters begun.
    @inline(__always)
    func walk(_ trie: TokenTrie, from start: Int32, counting content: Int32, visit: (Int, Int32, Int32) -> Void) {
        let columns = classCount
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 512) { stack in
            let (states, counts) = (stack.baseAddress.unsafelyUnwrapped, stack.baseAddress.unsafelyUnwrapped + 256)
            states[0] = start
            counts[0] = 0
            trie.bytes.withUnsafeBufferPointer { bytes in
                trie.depths.withUnsafeBufferPointer { depths in
                    trie.ends.withUnsafeBufferPointer { ends in
                        table.withUnsafeBufferPointer { table in
                            classes.withUnsafeBufferPointer { classes in
                                var node = 0
                                while node < bytes.count {
                                    let depth = Int(depths[node])
                                    let state = states[depth - 1]
                                    let next = table[Int(state) * columns + Int(classes[Int(bytes[node])])]
                                    guard next >= 0 else {
                                        node = Int(ends[node])
                                        continue
                                    }
                                    states[depth] = next
                                    let begins: Int32 = state == content && bytes[node] != UInt8(ascii: "\"") ? 1 : 0
                                    counts[depth] = counts[depth - 1] + begins
                                    visit(node, next, counts[depth])
                                    node += 1
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
