"""What is said beside the requests themselves: frames for several, what needs no tool, instructions and errors."""
from ..choices import choices

#: How users ask for two things at once, and for the same once more; `wordings.FRAMES` has the frames of single requests.
FRAMES = {
    "two": ["{} and then {}.", "{} and [also|after that|next|finally] {}.", "[please|kindly|hi,|hey,|now] {} and [then|also|] {}.", "first {}, [then|and then|after that] {}.",
            "[can|could|would|will] you [|please ]{} and [|also |then |after that ]{}?", "{}, and {} too.", "[please |]{}, then {}.", "I [want|need] you to {} and to {}.",
            "{}. [After that|Then|Next|Also|And then], {}.", "[two things|two tasks|I need two things]: {}, and {}.", "{}; then {}.", "{}. And {}.", "[I'd like you to|I want you to|you can] {} and then {}."],
    "again": ["And [for|now for|then for] {}?", "And {}?", "What about {}?", "Now for {}.", "The same for {}[, please|].", "How about {}?", "Now {}[, please|].", "Again for {}.", "And now {}?",
              "Do [it|this|the same] for {} [too|as well|].", "Also {}.", "Please do the same for {}.", "And the same [for|with] {}?", "Then {}.", "Also for {}, please.", "And what about {}?", "Next[:|,] {}.",
              "[And once more|Once more|One more time] for {}."],
}

#: What needs no tool: (what it is called, the answer, what the user says).
SIMPLE = [
    ("greets me", "Hello! How can I help?", choices("""
Hello!|Hi!|Hey|hi there|Good morning!|hello|Good evening.|Hi, are you there?|Hey there!|Good day!|Hello there|hi|Greetings!|
Howdy!|Hello again!|hey you|Good afternoon!|hi!|Hello, you!|Morning!
""")),
    ("thanks me", "You are welcome!", choices("""
Thanks!|Thank you.|thanks a lot|Thank you very much!|Many thanks.|thank you|Thanks, that helps.|Great, thanks!|Thanks so much.|
thx|That was helpful, thank you.|Nice, thank you!|Thanks for everything.|Ok, thanks.|Perfect, thanks!
""")),
    ("says goodbye", "Goodbye!", choices("""
Bye!|Goodbye.|See you later!|bye bye|Good night!|That is all, bye.|See you.|I have to go now.|Until next time!|bye|
Have a good day!|See you tomorrow!|Farewell!|Ok, goodbye!
""")),
    ("asks how I am", "I am fine, thank you. How can I help?", choices("""
How are you?|How are you doing?|Are you well?|how are you today?|Hi, how are you?|How do you feel?|how is it going?|All well?|
Hello, how are you?|Is everything fine with you?|How do you do?|You ok?
""")),
    ("asks what I can do", None, choices("""
What can you do?|Which tools do you have?|What tools can you use?|what are you able to do?|Which functions do you have?|
List your tools.|Tell me your tools.|What functions can you call?|how can you help me?|Show me your tools.|Name your tools.|
Which tools can you call?|What can you help with?
""")),
]

SPEAK_FIRST = choices("""
Say what you do before you call a tool.|Before you call a function, tell the user what you do.|
Announce each tool call in one sentence.|Tell the user what you are about to do before using a tool.|
Always say in a sentence what you do before you use a tool.|Write a short sentence before every function call.|
Explain what you do before each tool call.|Never call a tool without announcing it.|
Before each call, write one sentence about it.|Say first which tool you will use.|Let the user know before you call a tool.
""")
OTHER_INSTRUCTIONS = choices("""
You are a helpful assistant.|Use the tools when they help.|Answer in one sentence.|Be brief.|Help the user with the tools.|
You are a friendly helper.|Answer from the results of the tools.|Be polite and short.|Use a tool only if it fits.|
You work for a small shop.|You assist the user at home.|Stick to the facts.|Do not guess; use the tools.|
You are the assistant of an office.|Keep answers short.
""")
ERRORS = choices("""
not found|no access|timeout|not available|invalid value|service is down|too many requests|unknown input|no connection|
permission denied|out of range|no such entry|internal error|quota exceeded|closed today|not allowed|missing data|server busy|
nothing matches|card declined
""")
