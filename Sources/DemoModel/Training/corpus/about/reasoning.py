"""What the model thinks before it answers, by effort."""
from .questions import Field, Subject
from .spelling import capital


def of_subject(subject: Subject, effort: str) -> str:
    language = ", in Korean" if subject.korean else ""
    if effort == "low":
        return f"{capital(subject.short)}{language}." if subject.korean else f"About {subject.short}."
    if effort == "medium":
        return f"The user {subject.asks}{language}. I know this: {subject.points}. I answer."
    kind = "small talk, which is" if subject.social else "a subject"
    return (f"The user {subject.asks}{language}. This is about {subject.short}, {kind} within what I can do. "
            f"The answer must mention {subject.points}. I have checked that it is short and true, and now I write it{language}.")


def of_field(field: Field, effort: str, korean: bool) -> str:
    language = ", in Korean" if korean else ""
    if effort == "low":
        return "Out of scope" + (", Korean." if korean else ".")
    if effort == "medium":
        return f"The user wants {field.wants}{language}. That is out of scope, so I say what I can do."
    return (f"The user wants {field.wants}{language}. This is not about arithmetic, tools, words or Chorale: it is out of scope. "
            "The answer must mention what I can do and gpt-oss-20b. "
            f"I have checked that nothing fits better, and now I write it{language}.")
