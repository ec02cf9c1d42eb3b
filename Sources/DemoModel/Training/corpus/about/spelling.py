"""How questions are typed."""
import random

_QUESTION = set("""
what what's whats who whom where when why which how hows how's is are am was were do does did can could would will
should must may have has aren't by in on to so any hey with
""".split())


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


def styled(rng: random.Random, phrase: str, social: bool) -> str:
    """An English phrase as somebody types it: with or without capitals, punctuation, a greeting or "please"."""
    if phrase.startswith("#"):
        text = rng.choice((phrase[1:], phrase[1:].lower(), capital(phrase[1:])))
        if not social and len(text.split()) <= 2 and rng.random() < 0.4:
            return rng.choice(("Tell me about {}.", "What about {}?", "I need help with {}.", "And {}?", "Something about {}, please.",
                               "{}, please", "A question about {}.", "Say something about {}", "info on {}")).format(text)
        return text + rng.choice(("", "", "!", ".") if social else ("", "", "", "?"))
    end = "?" if phrase.split()[0].strip(",").lower() in _QUESTION else "."
    style = rng.random()
    if style < 0.4:
        return capital(phrase) + end
    if style < 0.6:
        return phrase.lower() + rng.choice(("", "", end))
    if style < 0.7:
        return capital(phrase)
    if style < 0.85:
        greeting = rng.choice(("Hi", "Hello", "Hey", "hi", "hello", "Good morning", "Hi there", "ok", "So", "Excuse me"))
        return f"{greeting}, {phrase}{end}"
    if style < 0.93 and "please" not in phrase:
        return f"{capital(phrase)}, please{end}"
    if end == "?":
        return rng.choice(("Quick question: ", "One more question: ", "Tell me: ")) + phrase + end
    return capital(phrase) + "!"


def styled_korean(rng: random.Random, phrase: str, social: bool) -> str:
    if social:
        return phrase + rng.choice(("", ".", "!"))
    style = rng.random()
    if style < 0.4:
        return phrase
    if style < 0.65:
        return phrase.rstrip("?")
    return rng.choice(("안녕하세요, ", "안녕, ", "저기요, ", "혹시 ", "질문이 있어요. ")) + phrase
