"""The server that it comes with."""
from ...choices import choices
from ..questions import Subject
from ..templates import ARE, HOW, WHAT, made

SERVER = [
    Subject(
        "Chorale", "asks what Chorale is", "an inference server, gpt-oss, an OpenAI-compatible API",
        "Chorale is an inference server for gpt-oss models, written in Swift. "
        "It has an OpenAI-compatible HTTP API and runs on the CPU.",
        made(WHAT, "Chorale", "the Chorale server") + choices("""what is this server | which server is this | what does Chorale do |
        what can Chorale do | who needs Chorale | why would I use Chorale | is Chorale a server | what server are you running on |
        in which language is Chorale written | what kind of program is Chorale""")),
    Subject(
        "Harmony", "asks what Harmony is", "the message format of gpt-oss, roles and channels",
        "Harmony is the message format of gpt-oss. Each message has a role, and what the model writes goes to a channel.",
        made(WHAT, "Harmony", "the Harmony format") + choices("""how does Harmony work | which format does gpt-oss use |
        what format do the messages have | what message format do you use | which message format is that |
        what prompt format does gpt-oss have | is Harmony a format""")),
    Subject(
        "channels", "asks what channels are", "analysis, commentary and final",
        "There are three channels. Analysis is for reasoning, commentary for tool calls, and final for the answer to the user.",
        made(ARE, "channels", "the channels of Harmony", "Harmony channels") + choices("""what is a channel |
        how many channels are there | which channels are there | name the channels | list the channels |
        which channels does gpt-oss have | what channels do you have | how do channels work | why are there channels |
        which channels do you use""")),
    Subject(
        "the analysis channel", "asks what the analysis channel is", "reasoning, before the answer",
        "The analysis channel is where I reason before I answer. Clients get it as reasoning, apart from the answer.",
        made(WHAT, "the analysis channel", "analysis", "the channel analysis") + choices("""what goes to the analysis channel |
        where do you think | what do you write to the analysis channel | what is in the analysis channel |
        which channel has the reasoning | where does your reasoning go | in which channel do you think""")),
    Subject(
        "the commentary channel", "asks what the commentary channel is", "tool calls, and words before them",
        "The commentary channel is where I call tools. What I tell the user before a call, the preamble, goes there too.",
        made(WHAT, "the commentary channel", "commentary", "the channel commentary") + choices("""what goes to the commentary channel |
        what do you write to the commentary channel | what is in the commentary channel | which channel has the tool calls |
        where do tool calls go | to which channel do tool calls go | what is a preamble""")),
    Subject(
        "the final channel", "asks what the final channel is", "the answer, for the user",
        "The final channel is where I write the answer. It is what the user gets to read, after the reasoning.",
        made(WHAT, "the final channel", "the channel final") + choices("""what goes to the final channel |
        what do you write to the final channel | what is in the final channel | which channel has the answer |
        where does your answer go | to which channel does the answer go | in which channel do you answer | #final channel |
        final channel meaning | what is the channel called final""")),
    Subject(
        "reasoning effort", "asks what reasoning effort is", "low, medium or high, how long I think",
        "Reasoning effort says how long I think before I answer: low, medium or high. It stands in the system message.",
        made(WHAT, "reasoning effort", "the reasoning effort", "effort") + choices("""which efforts are there |
        what efforts are there | which reasoning efforts are there | what levels of effort are there |
        what is the difference between low and high effort | what does high effort do | what does low effort do |
        how does reasoning effort work | how long do you think""")),
    Subject(
        "setting the effort", "asks how to set the effort", "reasoning_effort in chat completions, reasoning.effort in responses",
        "Send reasoning_effort in chat completions, or reasoning.effort in responses: low, medium or high.",
        made(HOW, "set the effort", "set the reasoning effort", "change the reasoning effort") + choices("""#reasoning_effort |
        #reasoning.effort | #set effort | where do I set the effort | which parameter sets the effort |
        what parameter is the reasoning effort | how do I make you think longer | how do I make you think less |
        how can I get high effort | how do I get low effort | which field sets the reasoning effort |
        how do I use high effort""")),
    Subject(
        "hiding the reasoning", "asks how to hide the reasoning", "include_reasoning false, --hide-reasoning in the terminal",
        'In chat completions send "include_reasoning": false. In the terminal use chorale chat with --hide-reasoning.',
        made(HOW, "hide the reasoning", "turn off the reasoning", "hide your thinking") + choices("""can the reasoning be hidden |
        #hide reasoning | #include_reasoning | #no reasoning | must I see the reasoning | I don't want to see the reasoning |
        can I leave the reasoning out | how do I get only the answer | I only want the answer |
        what is include_reasoning""")),
    Subject(
        "loading gpt-oss-20b", "asks how to load gpt-oss-20b", "the command chorale serve with --model",
        "Run this: chorale serve --model /models/gpt-oss-20b. Then the server listens on http://127.0.0.1:8080.",
        made(HOW, "load gpt-oss-20b", "run gpt-oss-20b", "serve gpt-oss-20b") + choices("""#gpt-oss-20b | #load gpt-oss-20b |
        #serve gpt-oss-20b | which command loads gpt-oss-20b | what command serves gpt-oss-20b | can Chorale run gpt-oss-20b |
        does Chorale support gpt-oss-20b | how do I load a bigger model | how do I start the server | how do I load the 20b model |
        how do I run the 20b | #20b | how do I load a real model""")),
    Subject(
        "loading gpt-oss-120b", "asks how to load gpt-oss-120b", "chorale serve, much memory, chorale inspect",
        "Run this: chorale serve --model /models/gpt-oss-120b. It needs much memory: "
        "chorale inspect /models/gpt-oss-120b tells how much.",
        made(HOW, "load gpt-oss-120b", "run gpt-oss-120b", "serve gpt-oss-120b") + choices("""#gpt-oss-120b | #load gpt-oss-120b |
        #serve gpt-oss-120b | which command loads gpt-oss-120b | what command serves gpt-oss-120b | can Chorale run gpt-oss-120b |
        does Chorale support gpt-oss-120b | how do I load the biggest model | how do I load the 120b model | how do I run the 120b |
        #120b""")),
    Subject(
        "checkpoints", "asks which checkpoints Chorale reads", "published directories: config.json, tokenizer.json, safetensors",
        "Chorale reads gpt-oss checkpoints as published: a directory with config.json, tokenizer.json and safetensors files, "
        "the experts in MXFP4.",
        choices("""which checkpoints can Chorale load | which models can Chorale load | which formats can Chorale load | #checkpoints |
        #formats | what checkpoints does Chorale read | what formats does Chorale read | which formats does Chorale support |
        #model formats | which models does Chorale support | what models does Chorale support | what models can you serve |
        which models can I load | what models can I load | what model formats are supported | which model formats are supported |
        does Chorale read safetensors | does Chorale read GGUF | can I load GGUF | can I load a GGUF file | can I load safetensors |
        which files does a checkpoint need | what files must a checkpoint have | what is in a checkpoint | can Chorale load Llama |
        can I load other models | can I load Llama | does Chorale run other models | what does a checkpoint look like |
        which file format do the weights have | #safetensors | tell me which checkpoints Chorale loads""")),
    Subject(
        "GPU", "asks whether a GPU is needed", "no, the CPU, AVX-512, AVX2 or portable kernels",
        "No. Chorale runs on the CPU of a Linux machine, with AVX-512, AVX2 or portable kernels. It needs no GPU.",
        choices("""do I need a GPU | does Chorale need a GPU | does it need a GPU | #GPU | is a GPU needed | is a GPU required |
        #no GPU | must I have a GPU | can Chorale use a GPU | does Chorale use the GPU | does Chorale run on the CPU |
        can I run it without a GPU | does it run without a GPU | does Chorale work without a GPU | does Chorale support CUDA |
        do I need CUDA | do I need an NVIDIA card | do I need a graphics card | does Chorale need a graphics card |
        what hardware do I need | what hardware does Chorale need | which hardware does Chorale need | what machine do I need |
        which processors does Chorale support | does Chorale support AVX-512 | which CPU do I need |
        on what hardware does Chorale run | is the CPU enough | can I run Chorale on a CPU | I have no GPU |
        tell me whether Chorale needs a GPU | what are the hardware requirements""")),
    Subject(
        "APIs", "asks which APIs Chorale has", "chat completions and responses, like OpenAI's",
        "Chorale has OpenAI's APIs: /v1/chat/completions, /v1/responses and /v1/models, and besides them /health.",
        choices("""which APIs does Chorale have | what APIs are there | #API | #APIs | #endpoints | #the API |
        what API does Chorale have | which API does Chorale have | which endpoints are there | what endpoints does Chorale have |
        which endpoints does Chorale have | which APIs are supported | what APIs does Chorale support |
        which APIs does Chorale support | list the endpoints | list the APIs | is Chorale compatible with OpenAI |
        is the API compatible with OpenAI | does Chorale speak the OpenAI API | what paths does the server have |
        which paths does the server answer | does Chorale have chat completions | does Chorale have the responses API |
        does Chorale support the responses API | does Chorale support chat completions | what can I call on the server |
        which routes are there | how do I talk to the API | tell me about the API | explain the API""")),
    Subject(
        "streaming", "asks how to stream", "stream true, server-sent events, reasoning and answer as deltas",
        'Send "stream": true. The reasoning and the answer then arrive as server-sent events, a few characters at a time.',
        made(HOW, "stream", "stream the answer", "use streaming") + choices("""#stream | #streaming | does Chorale stream |
        does Chorale support streaming | can answers be streamed | how does streaming work | is there streaming |
        what is streaming | how do I get the answer token by token | how do I turn on streaming |
        are there server-sent events""")),
    Subject(
        "the Python client", "asks how to use the Python client", "OpenAI with base_url and api_key",
        'Use the openai package: OpenAI(base_url="http://127.0.0.1:8080/v1", api_key="none"). Then call it as usual.',
        made(HOW, "use the Python client", "use Python with Chorale", "connect with Python") + choices("""#Python client |
        #openai package | #base_url | does the Python client work | which Python client do I need | what is the base URL |
        which base_url do I need | do I need an API key | how do I use the OpenAI client | can I use the OpenAI library |
        does the openai package work with Chorale | which API key do I need |
        how do I call you from Python""")),
    Subject(
        "curl", "asks how to use curl", "a POST of JSON to /v1/chat/completions",
        """Run this: curl http://127.0.0.1:8080/v1/chat/completions -H 'Content-Type: application/json' """
        """-d '{"model": "chorale-demo", "messages": [{"role": "user", "content": "Hello"}]}'""",
        made(HOW, "use curl", "call Chorale with curl", "send a request with curl") + choices("""#curl | #curl example |
        #a curl command | give me a curl command | show me a curl example | what is the curl command | does curl work with Chorale |
        can you give me a curl example | how do I ask with curl | I need a curl command |
        what does a curl request look like""")),
    Subject(
        "declaring tools", "asks how to declare tools", "the field tools, a name, a description, parameters",
        "Send a list called tools: each one with type function, a name, a description, and its parameters as a JSON schema.",
        made(HOW, "declare tools", "declare a tool", "give you tools") + choices("""#declare tools | how do I define a function |
        how do I add a tool | how do I pass tools | how do I send tools | what does a tool look like | where do I put the tools |
        which field has the tools | how do I describe a tool | what must a tool have | how do I tell you about my functions |
        how do I define tools | #tool schema""")),
    Subject(
        "tool calling", "asks how tool calling works", "a call, your program, its result, my answer",
        "I write a call in the commentary channel. Your program runs it and sends the result back. Then I answer.",
        made(WHAT, "tool calling", "function calling") + choices("""how does tool calling work | how do tools work |
        how do tool calls work | how does function calling work | can you call tools | can you use tools | do you support tools |
        do you support function calling | does Chorale support tools | what happens when you call a tool | who runs the tools |
        who runs the function | what is a tool call | explain how tool calling works | #tools |
        #tool calls""")),
    Subject(
        "the port", "asks what the port is", "port 8080 on 127.0.0.1",
        "The server listens on port 8080 of 127.0.0.1, unless it was told another.",
        choices("""what port does Chorale use | which port is it | #port | #the port | #default port | what is the port |
        what's the port | what port is it | which port does Chorale use | on which port does Chorale listen |
        on which port does the server listen | what port does the server listen on | which port does the server use |
        what is the default port | what's the default port | which port is the default | which address does the server have |
        what is the address of the server | where does the server listen | on what address does Chorale listen |
        what is the URL of the server | what URL does the server have | which port do I connect to | what port do I connect to |
        tell me the port | tell me which port Chorale uses | where do I reach the server | where is the server |
        how do I reach the server | what is Chorale's port | what host does Chorale listen on""")),
    Subject(
        "changing the port", "asks how to change the port", "--port, CHORALE_PORT, or port in YAML",
        "Use the flag --port, the variable CHORALE_PORT, or port in the YAML file. For example: chorale serve --port 9000.",
        made(HOW, "change the port", "use another port", "set the port") + choices("""#change port | #another port |
        #CHORALE_PORT | can the port be changed | which flag sets the port | what flag changes the port | where do I set the port |
        port 8080 is taken | port 8080 is in use | how do I listen on another port""")),
    Subject(
        "TLS", "asks how to use TLS", "config/tls.yaml, a certificate, a key, HTTPS",
        "Run chorale serve --config config/tls.yaml, with your certificate and key. It serves HTTPS on port 8443.",
        made(HOW, "use TLS", "use HTTPS", "turn on TLS") + choices("""#TLS | #HTTPS | #certificate | does Chorale support TLS |
        does Chorale support HTTPS | is there TLS | where do I put my certificate | how do I set the certificate |
        can Chorale serve HTTPS | is HTTPS supported | how do I renew the certificate |
        how do I encrypt the connection""")),
    Subject(
        "nginx", "asks how to use nginx", "config/nginx.conf, proxy_buffering off, a long read time-out",
        "Copy config/nginx.conf to /etc/nginx/conf.d. What matters is proxy_buffering off and a long read time-out.",
        made(HOW, "use nginx", "put Chorale behind nginx", "use a reverse proxy") + choices("""#nginx | #reverse proxy | #proxy |
        is there an nginx file | does Chorale work behind nginx | does Chorale work behind a proxy | what must nginx have |
        which nginx settings do I need | where is the nginx configuration | can Chorale run behind nginx |
        how do I configure nginx | #nginx.conf""")),
    Subject(
        "containers", "asks how to use a container", "docker build, docker run, the checkpoint at /model",
        "Build it with docker build -f docker/Dockerfile -t chorale . "
        "and run it with your checkpoint mounted at /model and port 8080 published.",
        made(HOW, "use a container", "run Chorale in a container", "run Chorale in Docker") + choices("""#container | #Docker |
        #Dockerfile | #docker run | is there a container | is there a Dockerfile | does Chorale run in Docker |
        where is the Dockerfile | how do I build the container | how do I build the image | is there a Docker image |
        can Chorale run in a container""")),
    Subject(
        "configuration", "asks how to configure Chorale", "flags, environment variables, a YAML file, defaults",
        "With flags, environment variables or a YAML file named by --config, in this order. config/server.yaml has every setting.",
        made(HOW, "configure Chorale", "configure the server", "change the settings") + choices("""#configuration | #settings |
        #config | #--config | where are the settings | which settings are there | what settings does Chorale have |
        how is Chorale configured | is there a config file | where is the configuration | what can be configured |
        does Chorale read a YAML file | which file has the settings""")),
    Subject(
        "health", "asks how to see the server's health", "GET /health, state, queue and cache",
        "Ask for /health: curl http://127.0.0.1:8080/health. It tells the state, the queue and the cache as JSON.",
        made(HOW, "see the health of the server", "check the health", "check the server's health") + choices("""#health | #/health |
        #health check | is the server healthy | is there a health check | what is /health | what does /health tell |
        how do I know that the server is up | how do I see whether the server works | where is the health check |
        how do I see the queue | how do I monitor Chorale""")),
    Subject(
        "the terminal", "asks how to chat in the terminal", "the command chorale chat, dimmed reasoning",
        "Run this: chorale chat --model /models/gpt-oss-20b. The reasoning is dimmed, and an empty line leaves.",
        made(HOW, "chat in the terminal", "talk to a model in the terminal", "use chorale chat") + choices("""#terminal |
        #chorale chat | #chat in the terminal | is there a terminal chat | which command is for the terminal |
        what is chorale chat | does Chorale have a terminal chat | how do I chat without a server | how do I use the command line |
        can I use Chorale on the command line""")),
    Subject(
        "MXFP4", "asks what MXFP4 is", "four bits, a common scale, the experts",
        "MXFP4 is a number format of four bits, where 32 numbers have a common scale. The experts of gpt-oss are stored in it.",
        made(WHAT, "MXFP4", "the MXFP4 format") + choices("""how does MXFP4 work | why is MXFP4 used | what uses MXFP4 |
        does Chorale support MXFP4 | how many bits does MXFP4 have | what is mxfp | how are the experts stored |
        how are the weights quantized""")),
    Subject(
        "stored data", "asks whether data is stored", "only answers of /v1/responses, store false, no learning",
        'Chorale stores only the answers of /v1/responses, on your machine. '
        'Send "store": false and nothing is kept. I learn nothing from you.',
        choices("""is my data stored | do you store my data | #privacy | #my data | #stored data | is my data saved |
        do you save my data | do you keep my data | what happens to my data | where is my data | where is my data stored |
        where does my data go | are my messages stored | are my questions stored | are conversations stored |
        are my conversations saved | do you learn from me | do you learn from my data | is anything stored | what is stored |
        what does Chorale store | does Chorale store my data | does Chorale keep my messages | is this private |
        is our conversation private | who can read my messages | do you send my data anywhere | is my data sent to OpenAI |
        does OpenAI see my data | how do I turn off storing | are answers stored | what about my privacy |
        tell me whether my data is stored""")),
]
