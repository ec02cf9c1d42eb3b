"""What questions are made of. A mark # says that a phrase stands by itself: no greeting before it, no "please" after it."""
from ..choices import choices


def made(templates: list[str], *nouns: str) -> list[str]:
    return [template.format(x=noun) for noun in nouns for template in templates]


WHAT = choices("""what is {x} | what's {x} | whats {x} | explain {x} | tell me about {x} | can you explain {x} |
    could you explain {x} to me | describe {x} | #{x} | what do you know about {x} | help me understand {x} |
    in short, what is {x} | what exactly is {x} | I have a question about {x} | give me a short explanation of {x} |
    what does {x} mean | I don't understand {x} | what is {x} for | could you tell me what {x} is | say something about {x} |
    I would like to know what {x} is | so what is {x}""")
ARE = [template.replace("what is", "what are").replace("what does", "what do").replace("{x} is", "{x} are")
       for template in WHAT if "whats" not in template and "what's" not in template]
HOW = choices("""how do I {x} | how can I {x} | how to {x} | how would I {x} | what is the way to {x} | I want to {x} |
    show me how to {x} | tell me how to {x} | can I {x} | is it possible to {x} | what do I need to {x} | explain how to {x} |
    I need to {x} | how should I {x} | I would like to {x} | what must I do to {x} | how does one {x} | how do you {x} |
    could you tell me how to {x} | what's the way to {x} | I'm trying to {x} | what is the best way to {x}""")
ABLE = choices("""can you {x} | are you able to {x} | could you {x} | do you know how to {x} | is it possible for you to {x} |
    can u {x} | I wonder whether you can {x} | would you be able to {x} | tell me whether you can {x} | are you good enough to {x} |
    so you can {x} | I'd like to know if you can {x} | have you learnt to {x}""")
