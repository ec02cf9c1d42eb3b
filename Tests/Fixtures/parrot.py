"""The parrot: weights set by hand, and what it is asked."""
import math

import numpy as np

from checkpoint import HEAD_DIM, shapes
from vocabulary import ANALYSIS, FINAL

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
