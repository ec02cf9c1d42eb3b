"""Lists as the corpus writes them."""


def choices(text: str) -> list[str]:
    """What stands between bars, over several lines."""
    return [" ".join(choice.split()) for choice in text.split("|")]
