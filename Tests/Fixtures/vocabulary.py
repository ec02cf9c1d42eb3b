"""The fixtures' vocabulary: 256 bytes, merges trained on the text below, and the Harmony special tokens."""
import json

from tokenizers import AddedToken, Regex, Tokenizer, models, pre_tokenizers, trainers

BASE_TOKENS = 590
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
