#!/usr/bin/env python3
"""Makes the test fixtures beside it: two gpt-oss checkpoints in the published layout, small enough to commit.

    make_fixtures.py                            needs numpy, tokenizers, and CPU builds of torch and transformers
    make_fixtures.py --golden CHECKPOINT OUT    writes goldens for another checkpoint, without all its logits

tiny-moe/  random weights: hidden 64, 4 layers, 4 experts of which 2 are used, sliding window 128.
parrot/    weights set by hand: whatever it is asked, it answers
           <|channel|>analysis<|message|>We add both these numbers now to see it.<|end|>
           <|start|>assistant<|channel|>final<|message|>The sum is 4!<|return|>
           in this way at temperature 0, in slight variations at temperature 1.

Both have the same vocabulary: 256 bytes, merges trained on the text below, the Harmony special tokens by name, and a few
rows that no token has, as the published models do. Each golden.json holds what transformers computes in float32 with the
MXFP4 experts dequantised; no greedy choice in it is so close that a correct engine could miss it by rounding.
"""
import json, math, shutil, struct, sys
from pathlib import Path

import numpy as np
import torch
from tokenizers import AddedToken, Regex, Tokenizer, models, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, AutoTokenizer, GptOssForCausalLM, Mxfp4Config

HERE = Path(__file__).parent
HIDDEN, INNER, HEADS, KV_HEADS, HEAD_DIM, EXPERTS, TOP_K = 64, 64, 4, 2, 32, 4, 2
BASE_TOKENS, ROWS = 590, 608
CLEAR = 0.005  # logits between the best token and the next; an engine may be off by 0.001
SPECIAL = ["<|startoftext|>", "<|endoftext|>", "<|return|>", "<|constrain|>", "<|channel|>", "<|start|>", "<|end|>",
           "<|message|>", "<|call|>", "<|endofprompt|>"]
SPLIT = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])

# The parrot's words; each must be one token.
ANALYSIS = ["We", " add", " both", " these", " numbers", " now", " to", " see", " it", "."]
FINAL = ["The", " sum", " is", " ", "4", "!"]
HARMONY = ["assistant", "analysis", "final", "user", "system", "developer", "functions", " to", "="]

CORPUS = """
You are ChatGPT, a large language model trained by OpenAI. Knowledge cutoff: 2024-06. Current date: 2026-01-31. Reasoning: low.
Reasoning: medium. Reasoning: high. # Valid channels: analysis, commentary, final. Channel must be included for every message.
Calls to these tools must go to the commentary channel: 'functions'. # Instructions # Tools ## functions namespace functions {
type get_weather = (_: { location: string, unit?: "celsius" | "fahrenheit", }) => any; } // namespace functions
A choir sings a chorale in four voices: soprano, alto, tenor and bass. Every voice has a line of its own, and the lines meet in chords.
The singers stand close together so that each of them hears the others. When the tenor is late, the bass waits for him, and the
audience hears nothing of it. A good chorale is simple: one note for each syllable, and the words can be understood in the last row.
Somebody asks what the sum of two and two is. We add both these numbers now to see it. The sum is 4! Somebody else asks for the product
of three and five, and the answer is fifteen. Numbers like 1, 2, 3, 10, 100 and 2048 are written with digits; words are written with letters.
The server reads a request from the socket, checks it, renders the conversation to tokens and hands them to the engine. The engine works
through the layers of the network: attention looks back at what was said before, the router chooses the experts, and the experts answer.
Then one token is drawn and sent to the client, and the same thing happens again until the message ends. The client hears the answer
word by word, as the audience hears the choir note by note. If the client goes away, the engine stops before the next step.
def add(a, b): return a + b
{"role": "user", "content": "What is the weather in Paris today?", "temperature": 0.5, "stream": true, "tools": []}
""" + 40 * (" ".join(HARMONY) + "\n" + "\n".join(HARMONY) + "\n" + "".join(ANALYSIS) + "\n" + "".join(FINAL) + "\n")


def train_tokenizer():
    """A byte-level BPE as the published tokenizer.json is one, with BASE_TOKENS tokens; returns the file's content."""
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    trained.train_from_iterator([CORPUS], trainers.BpeTrainer(
        vocab_size=BASE_TOKENS, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False))
    trained.add_special_tokens([AddedToken(name, normalized=False, special=True) for name in SPECIAL])
    content = json.loads(trained.to_str())
    model = content["model"]
    # One merge a token, in the order of the ids: then the rank of a pair is the id of what it makes, as in a .tiktoken file.
    made = [model["vocab"][left + right] for left, right in model["merges"]]
    assert made == list(range(256, BASE_TOKENS)), "a token has two merges, or the text is too short"
    content["post_processor"] = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True}
    content["decoder"] = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}
    return content


def write_tokenizer(directory, content):
    (directory / "tokenizer.json").write_text(json.dumps(content, ensure_ascii=False, indent=None, separators=(",", ":")))
    (directory / "tokenizer_config.json").write_text(json.dumps({
        "bos_token": "<|startoftext|>", "eos_token": "<|return|>", "pad_token": "<|endoftext|>",
        "clean_up_tokenization_spaces": False, "model_max_length": 131072,
        "tokenizer_class": "PreTrainedTokenizerFast"}, indent=1))


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


def random_weights(seed):
    """As wide as trained weights are, so that attention, routing and the clamp of the SwiGLU all have something to decide."""
    rng = np.random.default_rng(seed)

    def values(name, shape):
        if name.endswith("_blocks"):
            return rng.integers(0, 256, shape, dtype=np.uint8)
        if name.endswith("_scales"):
            return rng.integers(122, 125, shape, dtype=np.uint8)
        normal = rng.standard_normal(shape, dtype=np.float32)
        if "norm" in name:
            return 1 + 0.1 * normal
        if name.endswith("bias"):
            return 0.1 * normal
        if name.endswith("sinks") or "embed" in name:
            return normal
        return normal * (2.0 if "head" in name else 1.0) / math.sqrt(shape[-1])

    return values


def parrot_weights(tokenizer):
    """What follows what is a table in the head, read from the last token, with two exceptions that attention decides:

    after <|message|>: layer 0, head 0 looks one token back, whether the channel is `analysis` or `final`;
    after <|channel|>: layer 2, head 2 looks at the nearest <|message|> before, whether its channel was `analysis`.
    """
    def token(text):
        found = tokenizer.token_to_id(text)
        ids = [found] if text.startswith("<|") else tokenizer.encode(text).ids
        assert len(ids) == 1, f"{text!r} is not one token"
        return ids[0]

    chain = ["assistant", "<|channel|>", "analysis", "final", "<|message|>", "<|end|>", "<|start|>"] + ANALYSIS + FINAL
    feature = {text: i for i, text in enumerate(chain)}  # one dimension of the residual stream for each token
    IS_ANALYSIS, IS_FINAL, AFTER_ANALYSIS, AFTER_FINAL, SPOKE_ANALYSIS, CONSTANT = range(58, 64)
    assert len(chain) <= 58
    tensors = {name: np.zeros(shape, np.float32) for name, (_, shape) in shapes(3).items()}
    for name in tensors:
        if name.endswith("_scales"):
            tensors[name] += 127
        elif "norm" in name:
            tensors[name] += 1

    embedding = tensors["model.embed_tokens.weight"]
    embedding[:, CONSTANT] = 8  # large beside everything else: RMSNorm then leaves the rest nearly as it is
    for text in chain:
        embedding[token(text), feature[text]] = 1
    embedding[token("analysis"), IS_ANALYSIS] = 1
    embedding[token("final"), IS_FINAL] = 1

    head = tensors["lm_head.weight"]
    sure, nearly = 30, 29.25

    def follows(before, after, weight=sure):
        head[token(after), feature[before]] = weight

    follows("assistant", "<|channel|>")
    follows("<|channel|>", "analysis")
    follows("<|channel|>", "final", 0.5 * sure)
    head[token("analysis"), SPOKE_ANALYSIS] = -4 * sure
    follows("analysis", "<|message|>")
    follows("final", "<|message|>")
    follows("<|message|>", ANALYSIS[0], 0.5 * sure)
    follows("<|message|>", FINAL[0], 0.5 * sure)
    head[token(ANALYSIS[0]), AFTER_ANALYSIS] = head[token(FINAL[0]), AFTER_FINAL] = 2 * sure
    for line, last in ((ANALYSIS, "<|end|>"), (FINAL, "<|return|>")):
        for before, after in zip(line, line[1:] + [last]):
            follows(before, after)
    follows(" add", " these", nearly)
    follows(" these", " now", nearly)
    follows(" now", " it", nearly)
    follows("<|end|>", "<|start|>")
    follows("<|start|>", "assistant")

    inverse, concentration = yarn()
    scale = concentration ** 2 / math.sqrt(HEAD_DIM)
    half = HEAD_DIM // 2
    for layer in range(3):
        tensors[f"model.layers.{layer}.self_attn.sinks"][:] = 20
    p = "model.layers.0.self_attn."  # score = sum of cos(inverse · (distance − 1)) over four frequencies: highest one token back
    for f in range(4):
        tensors[p + "k_proj.bias"][f] = 1
        tensors[p + "q_proj.bias"][f] = 30 / scale * math.cos(inverse[f])
        tensors[p + "q_proj.bias"][f + half] = -30 / scale * math.sin(inverse[f])
    tensors[p + "sinks"][0] = -50
    tensors[p + "v_proj.weight"][0, IS_ANALYSIS] = tensors[p + "v_proj.weight"][1, IS_FINAL] = 1
    tensors[p + "o_proj.weight"][AFTER_ANALYSIS, 0] = tensors[p + "o_proj.weight"][AFTER_FINAL, 1] = 0.5
    p = "model.layers.2.self_attn."  # head 2 has key and value head 1; keys only at <|message|>; score = 200 · cos(inverse · distance)
    f = next(i for i in range(half) if math.pi / inverse[i] >= 128)  # falls all over the window
    tensors[p + "k_proj.weight"][HEAD_DIM + f, feature["<|message|>"]] = 1
    tensors[p + "q_proj.bias"][2 * HEAD_DIM + f] = 200 / scale
    tensors[p + "v_proj.weight"][HEAD_DIM, AFTER_ANALYSIS] = 1
    tensors[p + "o_proj.weight"][SPOKE_ANALYSIS, 2 * HEAD_DIM] = 1
    return lambda name, shape: tensors[name]


def yarn(base=150000, factor=32, original=4096, fast=32, slow=1):
    """Inverse frequencies and the factor on cosine and sine, as transformers has them with truncate false."""
    period = base ** (np.arange(0, HEAD_DIM, 2) / HEAD_DIM)
    limit = lambda turns: HEAD_DIM / 2 * math.log(original / (turns * 2 * math.pi)) / math.log(base)
    ramp = np.clip((np.arange(HEAD_DIM // 2) - limit(fast)) / (limit(slow) - limit(fast)), 0, 1)
    return ramp / (factor * period) + (1 - ramp) / period, 0.1 * math.log(factor) + 1


def load(directory):
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, attn_implementation="eager",
                                                 quantization_config=Mxfp4Config(dequantize=True)).float().eval()
    assert isinstance(model, GptOssForCausalLM)
    return model


def greedy(model, ids, count, stop=()):
    """The logits of the last position, the greedy continuation, and by how much its closest choice was decided."""
    out = model(torch.tensor([ids]), use_cache=True)
    first, chosen, margin = out.logits[0, -1].numpy(), [], math.inf
    while len(chosen) < count:
        best = torch.topk(out.logits[0, -1], 2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        chosen.append(int(best.indices[0]))
        if chosen[-1] in stop:
            break
        out = model(torch.tensor([chosen[-1:]]), past_key_values=out.past_key_values, use_cache=True)
    return first, chosen, margin


def random_golden(directory, tokens):
    """Random ids below `tokens`, of lengths before, at and after the sliding window, whose continuations are clear choices."""
    model, rng, result = load(directory), np.random.default_rng(7), []
    for length in (1, 4, 127, 128, 129, 130, 300):
        margin = 0
        while margin < CLEAR:
            ids = rng.integers(0, tokens, length).tolist()
            logits, chosen, margin = greedy(model, ids, 16)
        order = np.argsort(-logits)[:20]
        result.append({"ids": ids, "top": [[int(i), round(float(logits[i]), 5)] for i in order], "greedy": chosen,
                       "logits": [round(float(x), 5) for x in logits]})
    return result


ANSWER = f"<|channel|>analysis<|message|>{''.join(ANALYSIS)}<|end|><|start|>assistant<|channel|>final<|message|>{''.join(FINAL)}<|return|>"
SYSTEM = """<|start|>system<|message|>You are ChatGPT, a large language model trained by OpenAI.
Knowledge cutoff: 2024-06

Reasoning: medium

# Valid channels: analysis, commentary, final. Channel must be included for every message.<|end|>"""
user = lambda text: f"<|start|>user<|message|>{text}<|end|>"
TOOL = ('<|start|>assistant to=functions.f<|channel|>commentary <|constrain|>json<|message|>{"a": 1}<|call|>'
        '<|start|>functions.f to=assistant<|channel|>commentary<|message|>{"b": 2}<|end|>')
TURN = ANSWER.replace("<|return|>", "<|end|>")
FINAL_TURN = TURN[TURN.index("<|start|>"):]
PROMPTS = {
    "nothing before": "",
    "one turn": SYSTEM + user("What is 2+2?"),
    "an empty question": SYSTEM + user(""),
    "a question of its own words": SYSTEM + user("analysis final We add both analysis"),
    "a question longer than the window": SYSTEM + user("The choir sings and the audience hears it. " * 40),
    "a second turn, analysis dropped": SYSTEM + user("Hi") + FINAL_TURN + user("And now?"),
    "a second turn, analysis kept": SYSTEM + user("Hi") + "<|start|>assistant" + TURN + user("?"),
    "a fourth turn": SYSTEM + (user("Hi") + "<|start|>assistant" + TURN) * 3 + user(""),
    "after a tool's result": SYSTEM + user("Hi") + TOOL,
    "after its own analysis and a tool's result":
        SYSTEM + user("Hi") + "<|start|>assistant" + TURN[:TURN.index("<|start|>")] + TOOL,
}


def parrot_golden(directory, tokenizer):
    model, result = load(directory), []
    expected = tokenizer.encode(ANSWER, add_special_tokens=False).ids
    stop = [tokenizer.token_to_id("<|return|>")]
    for name, text in PROMPTS.items():
        prompt = text + "<|start|>assistant"
        ids = tokenizer.encode(prompt, add_special_tokens=False).ids
        _, chosen, margin = greedy(model, ids, 64, stop)
        assert chosen == expected and margin > 10 * CLEAR, f"{name}: {tokenizer.decode(chosen, skip_special_tokens=False)}"
        result.append({"name": name, "prompt": prompt, "ids": ids, "greedy": chosen, "answer": ANSWER})
    return result


def write_golden(path, golden):
    rows = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in golden)
    Path(path).write_text(f"[\n{rows}\n]\n")


def main():
    torch.manual_seed(0)
    torch.set_grad_enabled(False)
    if sys.argv[1:2] == ["--golden"]:
        golden = random_golden(sys.argv[2], 199998)  # the ordinary tokens of the published vocabulary
        write_golden(sys.argv[3], [{key: row[key] for key in ("ids", "top", "greedy")} for row in golden])
        return
    content = train_tokenizer()
    tokenizer = Tokenizer.from_str(json.dumps(content))
    for name, layers, weights in (("tiny-moe", 4, random_weights(0)), ("parrot", 3, parrot_weights(tokenizer))):
        directory = HERE / name
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir()
        write_configuration(directory, layers, tokenizer)
        write_tokenizer(directory, content)
        write_weights(directory / "model.safetensors", layers, weights)
        assert AutoTokenizer.from_pretrained(directory).encode("assistant") == tokenizer.encode("assistant").ids
        tokens = BASE_TOKENS + len(SPECIAL)
        write_golden(directory / "golden.json",
                     random_golden(directory, tokens) if name == "tiny-moe" else parrot_golden(directory, tokenizer))
        print(directory, sum(f.stat().st_size for f in directory.iterdir()), "bytes")


if __name__ == "__main__":
    main()
