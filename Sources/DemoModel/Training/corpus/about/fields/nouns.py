"""What English templates are filled with."""
from ...choices import choices

THINGS = choices("""cats | dogs | horses | elephants | dolphins | sharks | bees | ants | spiders | owls | penguins | frogs | snakes |
    whales | dinosaurs | volcanoes | earthquakes | glaciers | rainbows | hurricanes | black holes | comets | planets | stars |
    galaxies | atoms | electrons | vaccines | antibiotics | batteries | magnets | lasers | engines | airplanes | helicopters |
    submarines | bridges | castles | pyramids | bicycles | trains | electric cars | solar panels | wind turbines |
    nuclear reactors | telescopes | microscopes | cameras | clocks | mushrooms | tomatoes | potatoes | coffee beans | tea leaves |
    bananas | olives | roses | oak trees | cactuses | tides | deserts | coral reefs | rivers | dreams | emotions | taxes |
    stock markets | inflation rates | elections | democracies | kingdoms | pirates | knights | samurai | vikings | pianos |
    violins | guitars | drums | operas | symphonies | marathons | tennis matches | chess openings | football clubs | video games |
    cartoons | superheroes | museums | libraries | universities | hospitals | airports | lighthouses | satellites | rockets |
    kites""")
IDEAS = choices("""photosynthesis | gravity | evolution | democracy | capitalism | inflation | quantum mechanics | relativity |
    thermodynamics | electricity | magnetism | plate tectonics | climate change | DNA | osmosis | entropy | philosophy | stoicism |
    existentialism | Buddhism | jazz | baroque music | impressionism | cubism | surrealism | the Renaissance | the Enlightenment |
    the French Revolution | the Cold War | the Roman Empire | the Silk Road | the Industrial Revolution | the Big Bang |
    the Milky Way | the water cycle | the immune system | the stock market | the European Union | the United Nations |
    the Olympic Games | the World Cup | chess strategy | game theory | psychoanalysis | astrology | yoga | meditation | origami |
    calligraphy | pottery | gardening | beekeeping | astronomy | botany | geology | linguistics | sociology | macroeconomics |
    cryptography | blockchain | Bitcoin | Kubernetes | PostgreSQL | Photoshop | WordPress | Android | Bluetooth | the internet |
    machine translation | virtual reality | nuclear fusion | love | happiness | justice | freedom | consciousness | karma |
    nostalgia | sushi | kimchi | espresso | sourdough | champagne | chocolate | vitamin D | cholesterol | insomnia |
    migraine""")
COUNTRIES = choices("""France | Germany | Italy | Spain | Portugal | Greece | Poland | Norway | Sweden | Finland | Denmark | Iceland |
    Ireland | Austria | Switzerland | Hungary | Romania | Bulgaria | Croatia | Serbia | Ukraine | Turkey | Egypt | Morocco |
    Tunisia | Nigeria | Ghana | Kenya | Ethiopia | Tanzania | South Africa | Madagascar | India | Pakistan | Nepal | China | Japan |
    South Korea | Mongolia | Vietnam | Thailand | Cambodia | Malaysia | Indonesia | Australia | New Zealand | Canada | Mexico |
    Cuba | Jamaica | Brazil | Argentina | Chile | Peru | Colombia | Bolivia | Ecuador | Uruguay | Iran | Iraq | Jordan | Georgia |
    Armenia | Kazakhstan""")
PEOPLE = choices("""Napoleon | Cleopatra | Julius Caesar | Albert Einstein | Isaac Newton | Marie Curie | Charles Darwin |
    Leonardo da Vinci | Mozart | Beethoven | Bach | Shakespeare | Goethe | Tolstoy | Picasso | Van Gogh | Frida Kahlo | Gandhi |
    Nelson Mandela | Abraham Lincoln | George Washington | Queen Victoria | Joan of Arc | Marco Polo | Columbus | Magellan |
    Galileo | Kepler | Copernicus | Aristotle | Plato | Socrates | Confucius | Buddha | Sejong the Great | Genghis Khan |
    Alan Turing | Ada Lovelace | Nikola Tesla | Thomas Edison | Amelia Earhart | Neil Armstrong | Muhammad Ali | Pele |
    Serena Williams | Charlie Chaplin | Elvis Presley | Agatha Christie""")
DISHES = choices("""pancakes | lasagna | tomato soup | chicken curry | apple pie | fried rice | pizza | ramen | kimchi stew | tacos |
    paella | risotto | goulash | falafel | hummus | onion soup | banana bread | cheesecake | chocolate cake | brownies | waffles |
    meatballs | dumplings | spring rolls | pad thai | guacamole | potato salad | roast beef | fish and chips | ratatouille |
    gnocchi | pesto | mushroom sauce | scrambled eggs | carrot cake | ginger cookies | lentil soup | stuffed peppers |
    vegetable broth | strawberry jam""")
AILMENTS = choices("""a headache | a fever | a cough | a sore throat | back pain | a rash | a toothache | a cold | the flu |
    hay fever | insomnia | a swollen ankle | knee pain | stomach pain | high blood pressure | diabetes | asthma | an allergy |
    a burn | a migraine | dizziness | an ear infection | a broken toe | anxiety | low iron | a stiff neck | dry eyes | heartburn |
    a bee sting | a nosebleed""")
WORKS = choices("""War and Peace | Hamlet | Faust | Don Quixote | Moby-Dick | Romeo and Juliet | Pride and Prejudice | Frankenstein |
    Dracula | The Odyssey | The Iliad | Les Misérables | Crime and Punishment | The Little Prince | Alice in Wonderland |
    Robinson Crusoe | Gulliver's Travels | Treasure Island | The Magic Flute | Carmen | Swan Lake | The Four Seasons |
    The Mona Lisa | The Starry Night | Guernica | Casablanca | Star Wars | The Godfather | Titanic | The Lion King | Harry Potter |
    Sherlock Holmes | The Hobbit""")
PROGRAMS = choices("""downloads a web page | parses a CSV file | draws a circle | plays tic-tac-toe | resizes an image |
    sends an email | reads a sensor | scrapes a website | connects to a database | renames files | makes a bar chart |
    logs in a user | prints a calendar | merges two PDFs | watches a folder | computes a hash | shows a clock |
    simulates a pendulum | solves a maze | validates a password | converts temperatures | generates a QR code | plays a sound |
    queries an SQL table | backs up a disk | encrypts a file | trains a neural network | renders a cube | controls a robot arm |
    caches web requests""")
NEEDS = choices("""a birthday party | a wedding speech | a job interview | a trip to Norway | a new garden | a cheap laptop |
    a better sleep | a first date | a school play | a small business | a science project | a moving house | a new hobby |
    a fitness plan | a reading list | a Christmas present | a holiday by the sea | a difficult colleague | a noisy neighbour |
    a tight budget | a new puppy | a camping trip | a long flight | a used car | a rented flat | a retirement plan | a study plan |
    a football team | a book club | a picnic""")
SENTENCES = choices("""good morning | where is the station | I love you | the weather is nice | I am hungry | how much does it cost |
    see you tomorrow | my house is small | the train is late | I would like some water | this is my brother |
    the book is on the table | it is cold outside | we are going home | please close the window | she plays the piano |
    the soup is hot | I lost my bag | the shop is closed | happy birthday | the cat sleeps | have a safe trip |
    I do not understand | the sea is calm""")
