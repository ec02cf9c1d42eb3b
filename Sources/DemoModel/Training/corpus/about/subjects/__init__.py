"""What the model can answer: subjects, each with one fixed answer, in the order in which they are drawn from."""
from .korean import KOREAN
from .model import MODEL
from .server import SERVER
from .small_talk import SMALL_TALK

SUBJECTS = MODEL + SERVER + SMALL_TALK + KOREAN
