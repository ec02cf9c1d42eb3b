#!/usr/bin/env python3
"""Makes the vocabularies beside it and what the tokenizers and tiktoken packages make of some texts.

    make_fixtures.py        needs the packages tokenizers and tiktoken

digits.json     tokenizer.json: the o200k split with single digits; merges as two-string arrays; special tokens outside the vocabulary
gpt2.json       tokenizer.json: ByteLevel's own split; merges as "a b"; special tokens inside the vocabulary, as the trainer puts them
whole.json      digits.json with ignore_merges and without some merges: tokens that only a whole piece can be
o200k.tiktoken  ranks, for the o200k split
golden.jsonl    a text, its ids by file, and its ids by file with special tokens recognised
"""
import base64, json, random
from pathlib import Path

import tiktoken
from tokenizers import AddedToken, Regex, Tokenizer, models, pre_tokenizers, trainers

HERE = Path(__file__).parent
WORD = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]%s[\p{Ll}\p{Lm}\p{Lo}\p{M}]%s(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
REST = [r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"]
O200K = "|".join([WORD % ("*", "+"), WORD % ("+", "*"), r"\p{N}{1,3}"] + REST)
DIGITS = "|".join([WORD % ("*", "+"), WORD % ("+", "*"), r"\p{N}"] + REST)
SPECIAL = ["<|endoftext|>", "<|start|>", "<|start|>er", "<|end|>"]

CORPUS = """
The baker opens his shop before the sun is up. He doesn't like to hurry: the dough has to rest, and so does he. When the first
customers come they'll find bread, rolls and, on Fridays, a cake with plums. "That's the best cake in town," said the postman,
who'd eaten three pieces; we've never heard him say anything else. HE'S RIGHT, THEY'RE GOOD. I'm going there at 7:30, with 25.50 in
my pocket. In 1999 the shop had 12 kinds of bread, in 2024 it had 345.
Der Bäcker öffnet früh; die Straße ist noch leer. Größere Brötchen kosten 80 Cent. Le boulanger a déjà préparé la pâte, très tôt.
Пекарь открывает лавку рано утром. Хлеб ещё тёплый. 面包师一大早就开了店,面包还是热的。大家都喜欢他的面包。パンはまだ温かいです。
func rise(_ dough: Dough, minutes: Int = 90) -> Dough {
    guard minutes > 0 else { return dough }   // nothing to wait for
    return dough.resting(minutes: minutes)
}
for (i, roll) in enumerate(rolls): print(f"{i}: {roll.name}\\n")
{"bread": [1, 2, 3], "price": 2.5, "fresh": true, "note": null}  <b>bread</b> && rolls || cake != pie == 3.14
🍞🥐🎂 👩‍🍳 naïve café — “quoted” … ½ ٣٤ \u0301x a\u0308
""" * 3

TEXTS = [
    "", " ", "  ", "a", "The baker doesn't hurry.", "they'll THEY'LL we'Ve it'ſ 'sun 's", "HELLOworld helloWORLD HelloWorld hElLo", "1 12 123 1234 12345 ½٣٤x",
    "a  b   c\n\n  d\t\te \r\n f\u00a0\u00a0g\u3000h", "\n\n\n", "   \n   ", "   \n   x", "x = [1,2,3];//\r\n/ !!\n\n/y", "!!!???...///\n\n", "面包师很好,大家都喜欢!日本語A日B",
    "a\u0308o\u0308 \u0301\u0301x !\u0301! 1\u0301'S", "👩‍🍳🍞 \u200b\ufeffx\u2028y\u0085z", "ǅ ǅa aǅ ʰa ªB Ⅷ", "caf\u00e9 cafe\u0301 CAFÉ'S", "\x00\x01\x7f\x80",
    "<|start|>er <|start|>x<|end|><|endoftext|><|other|> <|start|", "<|start|>x  <|end|>\n <|end|><|other|><|", "<<|end|> |><|end|", "bread" * 60, "ab" * 150, "a" * 257, " " * 130 + "x", "面" * 90, CORPUS[:700],
]
CHUNKS = list("aAzZ éßǅʰ日é\u0301 \t\n\r'stSTſ019½.,!/<|") + ["'s", "'LL", "the", " bread", "  ", "\r\n", "👩‍🍳", "\u00a0", "\u3000", "日本", "Die", "\u0308"]


def texts():
    draw = random.Random(7)
    return TEXTS + ["".join(draw.choice(CHUNKS) for _ in range(draw.randint(1, 40))) for _ in range(60)]


def train(pre_tokenizer, size, special=()):
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizer
    t.train_from_iterator(CORPUS.splitlines(True), trainers.BpeTrainer(
        vocab_size=size, min_frequency=2, show_progress=False, special_tokens=list(special), initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return t


def split(pattern):
    return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def encoder(document):
    """The ids by the tokenizers package, which recognises every added token."""
    t = Tokenizer.from_str(json.dumps(document))
    return lambda text: t.encode(text, add_special_tokens=False).ids


def main():
    ordinary, special = {}, {}

    def keep(name, document):
        (HERE / name).write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
        ordinary[name], special[name] = encoder(document | {"added_tokens": []}), encoder(document)

    t = train(split(DIGITS), 560)
    t.add_special_tokens([AddedToken(s, normalized=False) for s in SPECIAL])
    digits = json.loads(t.to_str())
    keep("digits.json", digits)

    whole = json.loads(t.to_str())
    whole["model"]["ignore_merges"] = True
    whole["model"]["merges"] = [m for i, m in enumerate(digits["model"]["merges"]) if i % 7]
    keep("whole.json", whole)

    gpt2 = json.loads(train(pre_tokenizers.ByteLevel(add_prefix_space=False), 480, SPECIAL).to_str())
    gpt2["model"]["merges"] = [" ".join(m) for m in gpt2["model"]["merges"]]
    keep("gpt2.json", gpt2)

    letters = {c: b for b, c in byte_letters().items()}
    vocabulary = json.loads(train(split(O200K), 520).to_str())["model"]["vocab"]
    ranks = {bytes(letters[c] for c in token): rank for token, rank in vocabulary.items()}
    lines = [base64.b64encode(token) + b" %d\n" % rank for token, rank in sorted(ranks.items(), key=lambda x: x[1])]
    (HERE / "o200k.tiktoken").write_bytes(b"".join(lines))
    e = tiktoken.Encoding("fixture", pat_str=O200K, mergeable_ranks=ranks, special_tokens={s: len(ranks) + i for i, s in enumerate(SPECIAL)})
    ordinary["o200k.tiktoken"] = e.encode_ordinary
    # tiktoken takes any of the names that begin at a place, not the longest.
    special["o200k.tiktoken"] = lambda text: None if "<|start|>er" in text else e.encode(text, allowed_special="all")

    with open(HERE / "golden.jsonl", "w") as golden:
        for text in texts():
            case = {"text": text, "ids": {name: encode(text) for name, encode in ordinary.items()}}
            if "<|" in text:
                case["special"] = {name: encode(text) for name, encode in special.items()}
            golden.write(json.dumps(case, separators=(",", ":")) + "\n")


def byte_letters():
    """GPT-2's bytes_to_unicode."""
    visible = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in visible]
    return {b: chr(b) for b in visible} | {b: chr(256 + i) for i, b in enumerate(others)}


main()
