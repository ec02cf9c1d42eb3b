"""A gpt-oss checkpoint as it is published: the names and shapes of its tensors, and its files."""
import json
import struct

import numpy as np

from vocabulary import SPECIAL

HIDDEN, INNER, HEADS, KV_HEADS, HEAD_DIM, EXPERTS, TOP_K = 64, 64, 4, 2, 32, 4, 2
ROWS = 608  # of the embedding; more than there are tokens


def bfloat16(values):
    """Rounded to nearest even, as uint16."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def shapes(layers):
    """Name: (dtype, shape) of every tensor, in file order."""
    result = {"model.embed_tokens.weight": ("BF16", (ROWS, HIDDEN))}
    for layer in range(layers):
        p = f"model.layers.{layer}."
        result[p + "input_layernorm.weight"] = ("BF16", (HIDDEN,))
        for name, rows, columns in (("q", HEADS * HEAD_DIM, HIDDEN), ("k", KV_HEADS * HEAD_DIM, HIDDEN),
                                    ("v", KV_HEADS * HEAD_DIM, HIDDEN), ("o", HIDDEN, HEADS * HEAD_DIM)):
            result[p + f"self_attn.{name}_proj.weight"] = ("BF16", (rows, columns))
            result[p + f"self_attn.{name}_proj.bias"] = ("BF16", (rows,))
        result[p + "self_attn.sinks"] = ("BF16", (HEADS,))
        result[p + "post_attention_layernorm.weight"] = ("BF16", (HIDDEN,))
        result[p + "mlp.router.weight"] = ("BF16", (EXPERTS, HIDDEN))
        result[p + "mlp.router.bias"] = ("BF16", (EXPERTS,))
        for name, rows, columns in (("gate_up_proj", 2 * INNER, HIDDEN), ("down_proj", HIDDEN, INNER)):
            result[p + f"mlp.experts.{name}_blocks"] = ("U8", (EXPERTS, rows, columns // 32, 16))
            result[p + f"mlp.experts.{name}_scales"] = ("U8", (EXPERTS, rows, columns // 32))
            result[p + f"mlp.experts.{name}_bias"] = ("BF16", (EXPERTS, rows))
    result["model.norm.weight"] = ("BF16", (HIDDEN,))
    result["lm_head.weight"] = ("BF16", (ROWS, HIDDEN))
    return result


def write_weights(path, layers, values):
    """One safetensors file; `values(name, shape)` gives float32 for BF16 tensors and uint8 for the others."""
    header, offset, data = {"__metadata__": {"format": "pt"}}, 0, []
    for name, (dtype, shape) in shapes(layers).items():
        value = np.broadcast_to(values(name, shape), shape)
        raw = (bfloat16(value) if dtype == "BF16" else value.astype(np.uint8)).tobytes()
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [offset, offset + len(raw)]}
        offset += len(raw)
        data.append(raw)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(data))


def write_configuration(directory, layers, tokenizer):
    special = {name: tokenizer.token_to_id(name) for name in SPECIAL}
    (directory / "config.json").write_text(json.dumps({
        "architectures": ["GptOssForCausalLM"], "attention_bias": True, "attention_dropout": 0.0,
        "eos_token_id": special["<|return|>"], "experts_per_token": TOP_K, "head_dim": HEAD_DIM, "hidden_act": "silu",
        "hidden_size": HIDDEN, "initial_context_length": 4096, "initializer_range": 0.02, "intermediate_size": INNER,
        "layer_types": ["full_attention" if i % 2 else "sliding_attention" for i in range(layers)],
        "max_position_embeddings": 131072, "model_type": "gpt_oss", "num_attention_heads": HEADS,
        "num_experts_per_tok": TOP_K, "num_hidden_layers": layers, "num_key_value_heads": KV_HEADS,
        "num_local_experts": EXPERTS, "output_router_logits": False, "pad_token_id": special["<|endoftext|>"],
        "quantization_config": {"modules_to_not_convert": ["model.layers.*.self_attn", "model.layers.*.mlp.router",
                                                           "model.embed_tokens", "lm_head"], "quant_method": "mxfp4"},
        "rms_norm_eps": 1e-05,
        "rope_scaling": {"beta_fast": 32.0, "beta_slow": 1.0, "factor": 32.0, "original_max_position_embeddings": 4096,
                         "rope_type": "yarn", "truncate": False},
        "rope_theta": 150000, "router_aux_loss_coef": 0.9, "sliding_window": 128, "swiglu_limit": 7.0,
        "tie_word_embeddings": False, "transformers_version": "4.55.0.dev0", "use_cache": True,
        "vocab_size": ROWS}, indent=2))
    (directory / "generation_config.json").write_text(json.dumps({
        "bos_token_id": special["<|startoftext|>"], "do_sample": True,
        "eos_token_id": [special["<|return|>"], special["<|endoftext|>"], special["<|call|>"]],
        "pad_token_id": special["<|endoftext|>"]}, indent=1))
