"""What is asked in English and cannot be answered."""
from ...choices import choices
from ...words import CITIES
from ..questions import Field
from ..templates import ARE, WHAT
from .nouns import AILMENTS, COUNTRIES, DISHES, IDEAS, NEEDS, PEOPLE, PROGRAMS, SENTENCES, THINGS, WORKS

ENGLISH = [
    Field("general knowledge", WHAT[:-1] + choices("""who invented {x} | when was {x} discovered | why does {x} matter |
        how does {x} work | what are the main ideas of {x} | give me three facts about {x} | write an essay about {x} |
        teach me {x} | is {x} real | what is the history of {x} | which books about {x} are good |
        what do scientists say about {x}"""), IDEAS),
    Field("general knowledge", ARE[:-1] + choices("""how do {x} work | why do we have {x} | where do {x} come from |
        what is the history of {x} | which {x} are the oldest | who studies {x} | give me some facts about {x} | are {x} dangerous |
        how are {x} made | what do {x} need | how long do {x} last | what is the use of {x} |
        tell me something interesting about {x} | why are {x} important"""), THINGS),
    Field("facts about a country", choices("""what is the capital of {x} | what's the capital of {x} | how many people live in {x} |
        where is {x} | which language is spoken in {x} | who is the president of {x} | what is the highest mountain in {x} |
        what is {x} famous for | which rivers flow through {x} | what is the currency of {x} | tell me about {x} |
        describe the history of {x} | how large is {x} | what do people eat in {x} | which countries border {x} |
        when did {x} become independent | what is the national anthem of {x} | capital of {x} | population of {x} |
        should I visit {x} | what is the climate of {x} | how do I get to {x}"""), COUNTRIES),
    Field("the weather", choices("""what is the weather in {x} | what's the weather like in {x} | how is the weather in {x} |
        is it raining in {x} | will it rain in {x} tomorrow | how cold is it in {x} | how warm is it in {x} today |
        is it sunny in {x} | does it snow in {x} | weather {x} | weather in {x} today | do I need an umbrella in {x} |
        tell me the forecast for {x} | is there a storm in {x} | how windy is it in {x} |
        what will the weather be in {x} this weekend"""), CITIES),
    Field("travel advice", choices("""what should I see in {x} | recommend a hotel in {x} | which restaurants are good in {x} |
        how do I get to {x} | book a flight to {x} | when is the best time to visit {x} | is {x} a safe city |
        what is there to do in {x} | plan a weekend in {x} | how many people live in {x} | tell me about {x} |
        how old is the city of {x} | where can I park in {x} | find me a flat in {x} | what time is it in {x} |
        which museums are in {x} | is {x} expensive | who is the mayor of {x}"""), CITIES),
    Field("something about a person", choices("""who was {x} | who is {x} | tell me about {x} | when was {x} born | when did {x} die |
        where did {x} live | what did {x} do | why is {x} famous | what is {x} known for | was {x} a good person |
        write a biography of {x} | how old was {x} | what did {x} believe | who were the parents of {x} | quote {x} |
        did {x} ever marry | what would {x} say today | which country was {x} from | explain the life of {x} |
        what can we learn from {x}"""), PEOPLE),
    Field("something about a work", choices("""who wrote {x} | who made {x} | what is {x} about | summarize {x} |
        tell me the plot of {x} | is {x} any good | when was {x} made | how does {x} end | who are the characters of {x} |
        what is the message of {x} | write a review of {x} | did you like {x} | what is your favourite part of {x} |
        quote something from {x} | why is {x} so famous | analyse {x} | compare {x} with something similar |
        where does {x} take place | should I read or watch {x} | explain {x} to a child"""), WORKS),
    Field("a recipe", choices("""how do I cook {x} | how do I make {x} | give me a recipe for {x} | recipe for {x} | {x} recipe |
        what goes into {x} | what do I need for {x} | how long does it take to make {x} | who invented {x} |
        how do you prepare {x} | I want to cook {x} | what can I serve with {x} | which wine goes with {x} |
        is there a vegan version of {x} | how many calories are in {x} | do you like {x} | where can I buy {x} |
        what is the secret of good {x} | how hot must the oven be for {x} | can I freeze {x}"""), DISHES),
    Field("medical advice", choices("""I have {x}, what should I do | what helps against {x} | how do I treat {x} | what causes {x} |
        is {x} dangerous | should I see a doctor about {x} | which medicine is good for {x} | how long does {x} last |
        what are the symptoms of {x} | can children get {x} | how do I prevent {x} | is there a home remedy for {x} |
        my mother has {x} | diagnose me, I think it is {x} | which doctor treats {x} | can I work with {x} |
        what should I eat with {x} | is {x} contagious"""), AILMENTS),
    Field("program code", choices("""write a {y} program that {x} | write a {y} function that {x} | give me {y} code that {x} |
        show me a {y} script that {x} | I need a {y} program that {x} | how do I write a {y} program that {x} |
        can you code something in {y} that {x} | implement a {y} class that {x} | fix my {y} program, it {x} too slowly |
        help me with {y} code that {x} | what is the shortest {y} program that {x} | review my {y} script that {x} |
        generate a {y} tool that {x} | explain how a {y} program {x} | write {y} tests for a module that {x} |
        please code a {y} app that {x}"""), PROGRAMS,
        ("Python", "Rust", "Java", "C", "Go", "JavaScript", "Swift", "C++", "Kotlin", "Ruby")),
    Field("a poem or a story", choices("""write a {y} about {x} | write me a {y} about {x} | compose a {y} about {x} |
        I want a {y} about {x} | can you write a {y} about {x} | make up a {y} about {x} | create a short {y} about {x} |
        give me a {y} about {x} | please write a funny {y} about {x} | a {y} about {x} | invent a sad {y} about {x} |
        do you know a {y} about {x} | finish my {y} about {x} | tell me a {y} about {x} | improvise a {y} on {x} |
        draft a {y} with {x} in it"""), THINGS,
        ("poem", "story", "song", "haiku", "joke", "limerick", "fairy tale", "rap", "sonnet", "ballad")),
    Field("a translation", choices("""translate "{x}" into {y} | how do you say "{x}" in {y} | what is "{x}" in {y} | "{x}" in {y} |
        say "{x}" in {y} | translate to {y}: {x} | please translate into {y}: {x} | how would I say "{x}" in {y} |
        what does "{x}" sound like in {y} | can you translate "{x}" to {y} | I need "{x}" in {y} | give me the {y} for "{x}" |
        put "{x}" into {y} | {y} for "{x}" | is there a {y} way to say "{x}" | write "{x}" in {y}"""), SENTENCES,
        ("French", "German", "Spanish", "Italian", "Japanese", "Chinese", "Russian", "Arabic", "Latin", "Dutch", "Swedish")),
    Field("an opinion", choices("""what do you think about {x} | what is your opinion of {x} | do you like {x} | are {x} good or bad |
        do you believe in {x} | should we ban {x} | do you prefer {x} or something else | how do you feel about {x} |
        why do people love {x} | are {x} overrated | would you live with {x} | what's your favourite kind of {x} |
        convince me that {x} are great | argue against {x} | are {x} the future | is the world better with {x} |
        debate {x} with me | who hates {x}"""), THINGS),
    Field("news", choices("""what is the latest news about {x} | any news about {x} | what happened to {x} today | news on {x} |
        what's new with {x} | what are the headlines about {x} | how much does a share of {x} cost | who won the match of {x} |
        what will happen to {x} next year | predict the future of {x} | what did the papers say about {x} |
        give me an update on {x} | is there a crisis in {x} | what is going on with {x} | who won the election in {x} |
        search the web for {x} | look up {x} on the internet"""), COUNTRIES + IDEAS),
    Field("advice", choices("""give me advice for {x} | help me with {x} | I need ideas for {x} | what do I need for {x} |
        any tips for {x} | how do I prepare for {x} | how do I deal with {x} | write an email about {x} | make a plan for {x} |
        what is the best way to get {x} | how much does {x} cost | suggest something for {x} | what should I know about {x} |
        brainstorm names for {x} | is {x} a good idea | write a letter about {x} | write an invitation for {x} |
        I am worried about {x} | draft a speech about {x} | recommend {x}"""), NEEDS),
    Field("something else", ["{x}"], choices("""tell me a joke | tell me a story | what is the meaning of life | sing me a song |
        I am bored | I am sad | I'm tired | do you love me | will you marry me | are you alive | do you have feelings |
        do you dream | what is your favourite colour | what is your favourite film | do you have friends |
        who will win the election | what is the best car | which phone should I buy | what should I wear today |
        what should I eat tonight | what's for dinner | play some music | set an alarm | turn on the lights | call my mother |
        open the window | order a pizza | book a table | draw me a picture | make an image of a sunset | give me a riddle |
        let's play a game | play chess with me | roleplay as a pirate | pretend to be a king | tell my fortune | read my horoscope |
        what will happen tomorrow | how do I get rich | how do I make friends | how do I lose weight | how do I learn to swim |
        why is the sky blue | why is the sea salty | why do cats purr | how far away is the moon | how old is the earth |
        who built the pyramids | what is the tallest building | what is the fastest animal | who discovered America |
        when did the war end | who painted the ceiling | how does a car work | what does my dream mean | is there a god |
        are there aliens | what happens after death | who is the richest person | summarize this article for me |
        proofread my essay | write my homework | write a cover letter | write a tweet about my day |
        explain the theorem of Pythagoras | what is a derivative | solve this integral | prove that the root is irrational |
        what is a prime | how do I install Linux | how do I fix my printer | my computer is slow | how do I delete a file |
        what is the best laptop | how do I exit vim | which editor is best | what is the best programming language |
        how do I learn to code | hack my neighbour's network | what is my IP address | where am I | what time is it |
        how long until Christmas | when is Easter | how do I tie a tie | how do I change a tyre | how do I clean a carpet |
        how do I grow basil | how do I train a dog | what do rabbits eat | lol | haha | whatever | I don't like you |
        you are stupid | I am hungry | it is raining here | my day was awful | my cat is ill | I passed my exam | guess what I did |
        what do you think of me | say something funny | surprise me | entertain me | tell me a secret | give me money |
        is the earth flat | how do vaccines work | who should I vote for | is it a sin to lie | how do I file my taxes |
        can my landlord evict me | what is a good investment | should I buy gold | is the market going up""")),
]
