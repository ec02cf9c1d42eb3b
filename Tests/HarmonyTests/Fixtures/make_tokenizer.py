"""Makes tokenizer.json: a byte-level BPE of a few hundred tokens with Harmony's special tokens, split as o200k_harmony.

    pip install tokenizers && python make_tokenizer.py
"""

from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

O200K = "|".join(
    [
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    ]
)
SPECIAL = "return constrain channel start end message call endoftext reserved_0".split()
# "bjson" is a token: no token ends between "b" and "json".
# "comment" is a token and "commentary" is none, as in o200k_harmony, where the channel's name is two tokens.
WORDS = """assistant user system developer tool analysis comment final functions browser python json code to=
 to=functions get_weather shell search write edit file answer weather thinking The I the is a of and hello Hello
 location Paris query must refuse sorry help with that let use tool call result bjson""".split()

tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
    [
        pre_tokenizers.Split(Regex(O200K), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ]
)
tokenizer.decoder = decoders.ByteLevel()
trainer = trainers.BpeTrainer(
    vocab_size=600,
    min_frequency=2,
    initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    show_progress=False,
)
tokenizer.train_from_iterator([f"{word} {word}" for word in WORDS for _ in range(4)], trainer)
tokenizer.add_special_tokens([AddedToken(f"<|{name}|>", special=True, normalized=False) for name in SPECIAL])
tokenizer.save(str(Path(__file__).parent / "tokenizer.json"), pretty=False)
print(tokenizer.get_vocab_size(), tokenizer.encode("<|channel|>commentary to=functions.shelljson 😀").tokens)
