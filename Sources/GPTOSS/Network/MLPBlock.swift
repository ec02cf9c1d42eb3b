import CKernels

/// The mixture of experts: a router picks experts for each token, each a SwiGLU network of its own; and the residual connection round them.
struct MLPBlock: Sendable {
    private let layer: Int
    private let norm: RMSNorm
    /// The router.
    private let gate: Linear
    /// Gate and up, interleaved: rows 2i and 2i + 1.
    private let mlp1: ExpertLinear
    /// Down.
    private let mlp2: ExpertLinear
    private let swigluLimit: Float

    init(_ checkpoint: Checkpoint, layer: Int, _ compute: Compute, _ arithmetic: Arithmetic) throws(CheckpointError) {
        let configuration = checkpoint.configuration
        let (prefix, experts) = ("model.layers.\(layer).", configuration.numExperts)
        let (hiddenSize, intermediateSize) = (configuration.hiddenSize, configuration.intermediateSize)
        self.layer = layer
        swigluLimit = configuration.swigluLimit
        norm = try RMSNorm(checkpoint, prefix + "post_attention_layernorm")
        // A rounded router would send tokens to other experts: it is small, and exact in any arithmetic.
        gate = try Linear(checkpoint, prefix + "mlp.router", inFeatures: hiddenSize, outFeatures: experts, compute, .exact)
        mlp1 = try ExpertLinear(
            checkpoint, prefix + "mlp.experts.gate_up_proj", experts: experts, inFeatures: hiddenSize, outFeatures: 2 * intermediateSize)
        mlp2 = try ExpertLinear(
            checkpoint, prefix + "mlp.experts.down_proj", experts: experts, inFeatures: intermediateSize, outFeatures: hiddenSize)
    }

    /// x += Σ weight · expert(norm(x)) over the chosen experts
    func forward(_ pass: Pass, _ space: Workspace, _ compute: Compute) {
        let (kernels, routing) = (compute.kernels, space.routing)
        let choices = routing.expertsPerToken
        compute.forEachToken(pass.count) { i in
            norm.normalize(space.x[i], into: space.t[i], kernels)
            if space.roundedInput == nil {
                kernels.f32_split(space.expertInput[i], space.t[i], norm.width)
            }
            gate.multiply(space.t, from: i, tokens: 1, rows: 0..<gate.outFeatures, into: space.routerLogits[i], kernels)
            // A NaN would not be among the chosen.
            space.faults.check(i, space.routerLogits[i], count: gate.outFeatures, layer: layer, .mlp)
            kernels.f32_topk_softmax(
                routing.experts + i * choices, routing.weights + i * choices, space.routerLogits[i], choices, gate.outFeatures)
        }
        for (row, trace) in pass.traced {
            let experts = UnsafeBufferPointer(start: UnsafePointer(routing.experts) + row * choices, count: choices)
            trace.record(pass.rows[row].token, position: pass.rows[row].position, layer: layer, experts: experts)
        }
        routing.sort(tokens: pass.count, inputs: space.expertInput)
        gather(pass, space, compute)
        widen(pass, space, compute)
        narrow(pass, space, compute)
        compute.forEachToken(pass.count) { i in
            for choice in i * choices..<(i + 1) * choices {
                kernels.f32_add_scaled(space.x[i], space.expertOutput[routing.places[choice]], routing.weights[choice], norm.width)
            }
            space.faults.check(i, space.x[i], count: norm.width, layer: layer, .mlp)
        }
    }

    /// Puts each token's row, rounded, where its experts' tokens lie together; in exact arithmetic they take pointers instead.
    private func gather(_ pass: Pass, _ space: Workspace, _ compute: Compute) {
        guard let rounded = space.roundedInput else { return }
        let (kernels, places, choices) = (compute.kernels, space.routing.places, space.routing.expertsPerToken)
        compute.forEachToken(pass.count) { i in
            if let wide = space.wideInput, kernels.isWide(pass.count) {
                for place in places[i * choices..<(i + 1) * choices] {
                    wide.round(space.t[i], count: norm.width, into: place, kernels)
                }
            } else {
                let first = places[i * choices]
                rounded.round(space.t[i], into: first, kernels)
                for place in places[i * choices + 1..<(i + 1) * choices] {
                    rounded.copy(first, to: place)
                }
            }
        }
    }

    /// hidden = swiglu(mlp1(expertInput)), in split order or rounded, for every choice
    private func widen(_ pass: Pass, _ space: Workspace, _ compute: Compute) {
        let (kernels, routing, hidden) = (compute.kernels, space.routing, space.hidden)
        let (most, rows) = (routing.largestGroup, rowsPerPiece(of: mlp1, routing, compute))
        let isWide = kernels.isWide(pass.count)
        space.scratch.reserve((most + 1) * rows)
        forEachPiece(of: mlp1, routing, compute) { group, range, worker in
            // gateUp [tokens, rows], and the SwiGLU of one token.
            guard let gateUp = space.scratch[worker] else { return }
            let (activated, first, count) = (gateUp + most * rows, range.lowerBound / 2, range.count / 2)
            let input = input(
                group.places.lowerBound, exact: routing.inputs(from: group.places.lowerBound), space.roundedInput,
                isWide ? space.wideInput : nil)
            mlp1.multiply(input, tokens: group.places.count, expert: group.expert, rows: range, into: gateUp, stride: rows, kernels)
            for (i, place) in group.places.enumerated() {
                if let wide = hidden.wide, isWide {
                    kernels.f32_swiglu(activated, gateUp + i * rows, swigluLimit, count)
                    wide.round(activated, count: count, into: place, at: first, kernels)
                } else if hidden.rounded != nil {
                    kernels.f32_swiglu(hidden[place] + first, gateUp + i * rows, swigluLimit, count)
                } else {
                    kernels.f32_swiglu(activated, gateUp + i * rows, swigluLimit, count)
                    kernels.f32_split(hidden[place] + first, activated, count)
                }
            }
        }
        guard let rounded = hidden.rounded, !isWide else { return }
        compute.forEachToken(pass.count) { i in
            for place in routing.places[i * routing.expertsPerToken..<(i + 1) * routing.expertsPerToken] {
                rounded.round(hidden[place], into: place, kernels)
            }
        }
    }

    /// expertOutput = mlp2(hidden) for every choice
    private func narrow(_ pass: Pass, _ space: Workspace, _ compute: Compute) {
        let hidden = space.hidden
        let isWide = compute.kernels.isWide(pass.count)
        forEachPiece(of: mlp2, space.routing, compute) { group, range, _ in
            let first = group.places.lowerBound
            let input = input(first, exact: hidden.rows + first, hidden.rounded, isWide ? hidden.wide : nil)
            mlp2.multiply(
                input, tokens: group.places.count, expert: group.expert, rows: range, into: space.expertOutput[first] + range.lowerBound,
                stride: mlp2.outFeatures, compute.kernels)
        }
    }

    /// The inputs from a place on, in the form that the pass has them in.
    private func input(
        _ place: Int, exact: UnsafePointer<UnsafePointer<Float>>, _ rounded: EightBitRows?, _ wide: WideRows?
    ) -> ExpertLinear.Input {
        if let wide { return .wide(wide[place]) }
        return rounded.map { .eightBit($0[place]) } ?? .float(exact)
    }

    /// Runs `body` for pieces of the weight rows of every expert that has tokens.
    private func forEachPiece(
        of layer: ExpertLinear, _ routing: ExpertRouting, _ compute: Compute,
        _ body: (_ group: ExpertRouting.Group, _ rows: Range<Int>, _ worker: Int) -> Void
    ) {
        let rows = rowsPerPiece(of: layer, routing, compute)
        let pieces = (layer.outFeatures + rows - 1) / rows
        compute.pool.forEach(routing.groups.count * pieces) { range, worker in
            for item in range {
                let (group, piece) = item.quotientAndRemainder(dividingBy: pieces)
                body(routing.groups[group], piece * rows..<min(layer.outFeatures, (piece + 1) * rows), worker)
            }
        }
    }

    private func rowsPerPiece(of layer: ExpertLinear, _ routing: ExpertRouting, _ compute: Compute) -> Int {
        compute.rowsPerPiece(of: routing.groups.count * layer.outFeatures, tokens: routing.largestGroup)
    }
}
