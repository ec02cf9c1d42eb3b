#!/usr/bin/env python3
"""Writes a training checkpoint as a gpt-oss checkpoint in the published layout.

    export.py CHECKPOINT OUT_DIR --tokenizer tokenizer.json
"""
import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from tokenizers import Tokenizer

from configuration import Configuration
from quantize import packed, unpacked

PROJECTIONS = {"query": "q_proj", "key": "k_proj", "value": "v_proj", "output": "o_proj"}
EXPERT_MATRICES = {"gate_up": "gate_up_proj", "down": "down_proj"}


def plain_names(layers):
    """Our name: the published name, of everything that is exported as bfloat16 as it is."""
    names = {"embedding": "model.embed_tokens.weight", "norm": "model.norm.weight", "head": "lm_head.weight"}
    for index in range(layers):
        ours, theirs = f"layers.{index}.", f"model.layers.{index}."
        names[ours + "input_norm"] = theirs + "input_layernorm.weight"
        names[ours + "expert_norm"] = theirs + "post_attention_layernorm.weight"
        for name, published in PROJECTIONS.items():
            names[ours + name] = theirs + f"self_attn.{published}.weight"
            names[ours + name + "_bias"] = theirs + f"self_attn.{published}.bias"
        names[ours + "sinks"] = theirs + "self_attn.sinks"
        names[ours + "router"] = theirs + "mlp.router.weight"
        names[ours + "router_bias"] = theirs + "mlp.router.bias"
        names[ours + "down_bias"] = theirs + "mlp.experts.down_proj_bias"
    return names


def interleaved(gates_then_ups):
    """Rows [..., gates then ups, ...] of dimension 1 as the published layout has them: gate, up, gate, up."""
    return torch.stack(gates_then_ups.chunk(2, 1), 2).flatten(1, 2)


def separated(rows):
    """The inverse of `interleaved`."""
    return torch.cat((rows[:, 0::2], rows[:, 1::2]), 1)


def published_tensors(weights, layers):
    tensors = {theirs: weights[ours].bfloat16() for ours, theirs in plain_names(layers).items()}
    for index in range(layers):
        ours, theirs = f"layers.{index}.", f"model.layers.{index}.mlp.experts."
        tensors[theirs + "gate_up_proj_bias"] = interleaved(weights[ours + "gate_up_bias"]).bfloat16()
        for name, published in EXPERT_MATRICES.items():
            matrix = weights[ours + name].float()
            blocks, scales = packed(interleaved(matrix) if name == "gate_up" else matrix)
            tensors[theirs + published + "_blocks"], tensors[theirs + published + "_scales"] = blocks, scales
    return {name: tensor.contiguous() for name, tensor in tensors.items()}


def read_weights(directory, layers):
    """The float32 weights, under our names, of an exported checkpoint."""
    weights = {}
    with safe_open(Path(directory) / "model.safetensors", "pt") as file:
        for ours, theirs in plain_names(layers).items():
            weights[ours] = file.get_tensor(theirs).float()
        for index in range(layers):
            ours, theirs = f"layers.{index}.", f"model.layers.{index}.mlp.experts."
            weights[ours + "gate_up_bias"] = separated(file.get_tensor(theirs + "gate_up_proj_bias").float())
            for name, published in EXPERT_MATRICES.items():
                matrix = unpacked(file.get_tensor(theirs + published + "_blocks"), file.get_tensor(theirs + published + "_scales"))
                weights[ours + name] = separated(matrix) if name == "gate_up" else matrix
    return weights


def configuration_file(c, tokenizer):
    return {
        "architectures": ["GptOssForCausalLM"], "attention_bias": True, "attention_dropout": 0.0,
        "eos_token_id": tokenizer.token_to_id("<|return|>"), "experts_per_token": c.experts_per_token, "head_dim": c.head_size,
        "hidden_act": "silu", "hidden_size": c.hidden, "initial_context_length": c.rope_original, "initializer_range": 0.02,
        "intermediate_size": c.intermediate,
        "layer_types": ["sliding_attention" if c.slides(index) else "full_attention" for index in range(c.layers)],
        "max_position_embeddings": c.positions, "model_type": "gpt_oss", "num_attention_heads": c.heads,
        "num_experts_per_tok": c.experts_per_token, "num_hidden_layers": c.layers, "num_key_value_heads": c.key_value_heads,
        "num_local_experts": c.experts, "output_router_logits": False, "pad_token_id": tokenizer.token_to_id("<|endoftext|>"),
        "quantization_config": {"modules_to_not_convert": ["model.layers.*.self_attn", "model.layers.*.mlp.router",
                                                           "model.embed_tokens", "lm_head"], "quant_method": "mxfp4"},
        "rms_norm_eps": c.epsilon,
        "rope_scaling": {"beta_fast": c.rope_fast, "beta_slow": c.rope_slow, "factor": c.rope_factor,
                         "original_max_position_embeddings": c.rope_original, "rope_type": "yarn", "truncate": False},
        "rope_theta": c.rope_theta, "router_aux_loss_coef": 0.01, "sliding_window": c.window, "swiglu_limit": c.swiglu_limit,
        "tie_word_embeddings": False, "transformers_version": "4.55.0.dev0", "use_cache": True, "vocab_size": c.vocabulary}


def generation_file(tokenizer):
    result = {"do_sample": False,
              "eos_token_id": [tokenizer.token_to_id(name) for name in ("<|return|>", "<|endoftext|>", "<|call|>")],
              "pad_token_id": tokenizer.token_to_id("<|endoftext|>")}
    start = tokenizer.token_to_id("<|startoftext|>")
    return result if start is None else {"bos_token_id": start} | result


def export(checkpoint, directory, tokenizer_path):
    configuration = Configuration(**checkpoint["configuration"])
    directory, tokenizer = Path(directory), Tokenizer.from_file(str(tokenizer_path))
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "config.json").write_text(json.dumps(configuration_file(configuration, tokenizer), indent=2) + "\n")
    (directory / "generation_config.json").write_text(json.dumps(generation_file(tokenizer), indent=1) + "\n")
    (directory / "tokenizer_config.json").write_text(json.dumps({
        "bos_token": "<|startoftext|>", "eos_token": "<|return|>", "pad_token": "<|endoftext|>",
        "clean_up_tokenization_spaces": False, "model_max_length": configuration.positions,
        "tokenizer_class": "PreTrainedTokenizerFast"}, indent=1) + "\n")
    if not (directory / "tokenizer.json").exists() or not (directory / "tokenizer.json").samefile(tokenizer_path):
        shutil.copyfile(tokenizer_path, directory / "tokenizer.json")
    save_file(published_tensors(checkpoint["model"], configuration.layers), directory / "model.safetensors", {"format": "pt"})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("directory")
    parser.add_argument("--tokenizer", required=True)
    arguments = parser.parse_args()
    checkpoint = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)
    export(checkpoint, arguments.directory, arguments.tokenizer)
    size = sum(file.stat().st_size for file in Path(arguments.directory).iterdir())
    print(f"{arguments.directory}: step {checkpoint['progress']['step']}, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
