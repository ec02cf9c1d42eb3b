"""What the model says that it cannot do: fields of questions, by the language that they are asked in."""
from .english import ENGLISH
from .foreign import FOREIGN
from .korean import KOREAN
