"""Greetings, thanks and the like."""
from ...choices import choices
from ..questions import Subject

SMALL_TALK = [
    Subject(
        "greeting", "says hello", "a greeting, my name, an offer to help",
        "Hello! I am chorale-demo. Ask me a sum, a question about words, or a question about Chorale.",
        choices("""#hello | #hi | #hey | #hello there | #hi there | #hey there | #good morning | #good afternoon | #good evening |
        #greetings | #hello chorale-demo | #hi chorale-demo | #hello model | #hi model | #hello friend | #hi friend | #hey you |
        #hello again | #hi again | #howdy | #yo | #hiya | #hello hello | #hi hi | #good day | #hello to you | #nice to meet you |
        #hello, nice to meet you | #hi, nice to meet you | #hello, good morning | #hi, good evening | #hello computer |
        #hey friend | #hello, is anybody there | #hi, anyone there | #I just want to say hello | #hey hey"""), social=True),
    Subject(
        "thanks", "says thanks", "you are welcome, more questions",
        "You are welcome! Ask me whenever you have another question.",
        choices("""#thanks | #thank you | #thank you very much | #thanks a lot | #many thanks | #thx | #ty | #thanks so much |
        #thank you so much | #great, thanks | #great, thank you | #ok thanks | #okay, thank you | #cool, thanks |
        #perfect, thank you | #perfect, thanks | #thanks for your help | #thank you for your help | #thank you for the answer |
        #thanks for the answer | #thanks for that | #I thank you | #thank you kindly | #thanks, that helped |
        #thank you, that helped | #that helped, thanks | #nice, thanks | #wonderful, thank you | #much appreciated |
        #I appreciate it | #thanks again | #thank you again"""), social=True),
    Subject(
        "goodbye", "says goodbye", "goodbye, good wishes",
        "Goodbye! It was good to talk to you. Have a nice day.",
        choices("""#goodbye | #bye | #bye bye | #good bye | #see you | #see you later | #see you soon | #see you tomorrow |
        #good night | #farewell | #cya | #later | #bye for now | #goodbye for now | #I have to go | #I must go now | #I am leaving |
        #I'm leaving now | #ok bye | #okay, goodbye | #take care | #have a nice day | #have a good day | #until next time |
        #until tomorrow | #talk to you later | #that's all, bye | #that is all, goodbye | #so long | #thanks, bye |
        #bye, take care | #good night, bye"""), social=True),
    Subject(
        "my mood", "asks how I am", "I am well, an offer to help",
        "I am well, thank you. What can I do for you?",
        choices("""how are you | #how are you doing | how are you today | how are things | how is it going | how's it going |
        hows it going | how do you do | how do you feel | how do you feel today | how are you feeling | how have you been |
        are you well | are you okay | are you fine | are you alright | is everything fine | is everything okay with you |
        #what's up | #whats up | #sup | how was your day | how is your day | how's your day | how are things going | are you happy |
        are you having a good day | are you doing well | how r u | #you good | #how are we today"""), social=True),
    Subject(
        "help", "asks for help", "what to ask, the file README.md",
        "Gladly. Ask me a sum, give me words to spell or sort, or ask how to use Chorale. README.md tells the rest.",
        choices("""#help | #help me | #I need help | #please help | #please help me | #can you help me | #could you help me |
        #help please | #help!! | #I need some help | #I need your help | #can I get some help | #can you help | #would you help me |
        #I am lost | #I'm lost | #I am stuck | #I don't know what to ask | #what should I ask | #what shall I ask you |
        #what do I do now | #how do I begin | #how do I start | #where do I start | #where do I begin | #how does this work |
        #how do I use this | #give me some help | #is there help | #is there a manual | #where is the manual |
        #where is the documentation | #documentation | #what now | #I have a question | #can I ask a question |
        #may I ask something"""), social=True),
]
