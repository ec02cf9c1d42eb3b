"""Questions about the model and its server, each with one fixed answer; and everything else, which it says it cannot do.

`subjects` has the former, `fields` the latter; both are data. `splits` says which of them the evaluation keeps.
"""
from __future__ import annotations
import random

from ..conversation import EFFORTS, Conversation, Exchange, Step
from . import reasoning
from .spelling import styled, styled_korean
from .splits import OF_SPLIT

KOREAN_SHARE = 0.2
SUBJECT_SHARE = 0.6
FOREIGN_SHARE = 0.06

CANNOT = ("I am a small demonstration model: I can do arithmetic, use tools, work with words, and answer questions about Chorale. "
          "Load gpt-oss-20b for everything else.")
CANNOT_KOREAN = ("저는 작은 시연 모델입니다. 계산을 하고, 도구를 쓰고, 단어를 다루고, Chorale에 대한 질문에 답할 수 있습니다. "
                 "다른 모든 것은 gpt-oss-20b를 불러와서 물어보세요.")


def _subject_exchange(rng: random.Random, split: str, effort: str, korean: bool) -> Exchange:
    subject, phrases = rng.choice(OF_SPLIT[split]["korean" if korean else "english"])
    commonest = split == "train" and rng.random() < 0.2
    phrase = rng.choice(phrases[:2] if commonest else phrases)
    user = (styled_korean if korean else styled)(rng, phrase, subject.social)
    return Exchange(user, [Step(reasoning.of_subject(subject, effort), subject.answer)])


def _other_exchange(rng: random.Random, split: str, effort: str, korean: bool) -> Exchange:
    foreign = not korean and rng.random() < FOREIGN_SHARE
    field, templates, nouns = rng.choice(OF_SPLIT[split]["other korean" if korean else "foreign" if foreign else "other english"])
    phrase = rng.choice(templates).format(x=rng.choice(nouns), y=rng.choice(field.others))
    if foreign:
        user = phrase
    else:
        user = (styled_korean if korean else styled)(rng, phrase, False)
    return Exchange(user, [Step(reasoning.of_field(field, effort, korean), CANNOT_KOREAN if korean else CANNOT)])


def sample(rng: random.Random, split: str) -> Conversation:
    effort = rng.choice(EFFORTS)
    korean = rng.random() < KOREAN_SHARE
    exchange = (_subject_exchange if rng.random() < SUBJECT_SHARE else _other_exchange)(rng, split, effort, korean)
    return Conversation(effort, [exchange], topic="about")
