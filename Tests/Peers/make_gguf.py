#!/usr/bin/env python3
"""Convert a gpt-oss checkpoint as Hugging Face has it to the GGUF file that llama.cpp and ik_llama.cpp read.

The experts' MXFP4 blocks are kept bit for bit (nibbles in GGUF's order), attention, embedding and head become Q8_0, all else float32: what Chorale
computes with in fast arithmetic. Tensors are converted one at a time, so little memory is needed.

    pip install gguf
    make_gguf.py CHECKPOINT FILE.gguf [--layers N]
"""
import argparse
import json
import mmap
import pathlib

import gguf
import numpy as np

TYPES = {"BF16": np.uint16, "U8": np.uint8}
Q8_0, MXFP4 = gguf.GGMLQuantizationType.Q8_0, gguf.GGMLQuantizationType.MXFP4


class Checkpoint:
    """The tensors of a directory's safetensors files, mapped."""

    def __init__(self, directory):
        self.tensors = {}
        for path in sorted(directory.glob("*.safetensors")):
            with open(path, "rb") as file:
                data = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
            length = int.from_bytes(data[:8], "little")
            for name, entry in json.loads(data[8 : 8 + length]).items():
                if name == "__metadata__":
                    continue
                kind, (begin, end) = np.dtype(TYPES[entry["dtype"]]), entry["data_offsets"]
                array = np.frombuffer(data, kind, (end - begin) // kind.itemsize, 8 + length + begin)
                self.tensors[name] = array.reshape(entry["shape"])

    def __getitem__(self, name):
        return self.tensors[name]


def float32(x):
    """bfloat16 bits as numbers."""
    return (x.astype(np.uint32) << 16).view(np.float32)


def q8_0(x):
    """bfloat16 [rows, columns] as Q8_0: [rows, columns / 32 · 34] bytes."""
    parts = [gguf.quants.quantize(float32(x[row : row + 8192]), Q8_0) for row in range(0, len(x), 8192)]
    return np.concatenate(parts)


def mxfp4(blocks, scales):
    """Blocks [experts, rows, columns / 32, 16] and their scales as GGUF has them: the scale first, and byte j holds the elements j and 16 + j."""
    out = np.empty((*blocks.shape[:3], 17), np.uint8)
    out[..., 0] = scales
    for expert in range(len(blocks)):
        elements = np.stack([blocks[expert] & 15, blocks[expert] >> 4], axis=-1).reshape(*blocks.shape[1:3], 32)
        out[expert, ..., 1:] = elements[..., :16] | elements[..., 16:] << 4
    return out.reshape(*blocks.shape[:2], -1)


def layer_tensors(source, layer):
    """(name, shape in bytes or elements, type, what makes the array) for each tensor of a layer."""
    prefix, out = f"model.layers.{layer}.", f"blk.{layer}."

    def plain(name, tensor):
        return out + name, tensor.shape, None, lambda: float32(tensor)

    def expert(name, tensor, pick):
        blocks, scales, bias = (source[f"{prefix}mlp.experts.{tensor}_{part}"] for part in ("blocks", "scales", "bias"))
        blocks, scales, bias = blocks[:, pick], scales[:, pick], bias[:, pick]
        yield f"{out}{name}.weight", (*blocks.shape[:2], blocks.shape[2] * 17), MXFP4, lambda: mxfp4(blocks, scales)
        yield plain(name + ".bias", bias)

    yield plain("attn_norm.weight", source[prefix + "input_layernorm.weight"])
    yield plain("post_attention_norm.weight", source[prefix + "post_attention_layernorm.weight"])
    yield plain("attn_sinks.weight", source[prefix + "self_attn.sinks"])
    for name, projection in (("attn_q", "q"), ("attn_k", "k"), ("attn_v", "v"), ("attn_output", "o")):
        yield rounded(f"{out}{name}.weight", source[f"{prefix}self_attn.{projection}_proj.weight"])
        yield plain(name + ".bias", source[f"{prefix}self_attn.{projection}_proj.bias"])
    yield plain("ffn_gate_inp.weight", source[prefix + "mlp.router.weight"])
    yield plain("ffn_gate_inp.bias", source[prefix + "mlp.router.bias"])
    yield from expert("ffn_gate_exps", "gate_up_proj", slice(0, None, 2))
    yield from expert("ffn_up_exps", "gate_up_proj", slice(1, None, 2))
    yield from expert("ffn_down_exps", "down_proj", slice(None))


def rounded(name, tensor):
    return name, (tensor.shape[0], tensor.shape[1] // 32 * 34), Q8_0, lambda: q8_0(tensor)


def tensors(source, layers):
    yield rounded("token_embd.weight", source["model.embed_tokens.weight"])
    yield "output_norm.weight", source["model.norm.weight"].shape, None, lambda: float32(source["model.norm.weight"])
    yield rounded("output.weight", source["lm_head.weight"])
    for layer in range(layers):
        yield from layer_tensors(source, layer)


def add_tokenizer(writer, directory, size):
    tokenizer = json.loads((directory / "tokenizer.json").read_text())
    names = {id: token for token, id in tokenizer["model"]["vocab"].items()}
    special = {token["id"]: token["content"] for token in tokenizer["added_tokens"]}
    names.update(special)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-4o")
    writer.add_token_list([names.get(id, f"<|unused_{id}|>") for id in range(size)])
    writer.add_token_types([int(gguf.TokenType.CONTROL if id in special else gguf.TokenType.NORMAL) for id in range(size)])
    merges = tokenizer["model"]["merges"]
    writer.add_token_merges([merge if isinstance(merge, str) else " ".join(merge) for merge in merges])
    ids = {name: id for id, name in special.items()}
    writer.add_bos_token_id(ids["<|startoftext|>"])
    writer.add_eos_token_id(ids["<|return|>"])
    writer.add_pad_token_id(ids["<|endoftext|>"])


def add_configuration(writer, config, layers):
    scaling = config["rope_scaling"]
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(layers)
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_expert_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
    writer.add_rope_scaling_factor(scaling["factor"])
    writer.add_rope_scaling_orig_ctx_len(scaling["original_max_position_embeddings"])
    writer.add_sliding_window(config["sliding_window"])
    writer.add_expert_count(config["num_local_experts"])
    writer.add_expert_used_count(config["num_experts_per_tok"])
    writer.add_vocab_size(config["vocab_size"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("file")
    parser.add_argument("--layers", type=int, help="the first so many layers alone")
    arguments = parser.parse_args()
    config = json.loads((arguments.checkpoint / "config.json").read_text())
    layers = arguments.layers or config["num_hidden_layers"]
    writer = gguf.GGUFWriter(arguments.file, "gpt-oss")
    add_configuration(writer, config, layers)
    add_tokenizer(writer, arguments.checkpoint, config["vocab_size"])
    every = list(tensors(Checkpoint(arguments.checkpoint), layers))
    for name, shape, kind, _ in every:
        element = np.dtype(np.float32 if kind is None else np.uint8)
        writer.add_tensor_info(name, shape, element, int(np.prod(shape)) * element.itemsize, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for _, _, _, make in every:
        writer.write_tensor_data(make())
    writer.close()


if __name__ == "__main__":
    main()
