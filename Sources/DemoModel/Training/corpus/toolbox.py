"""The inventory of the tools family: what functions there are, how people ask for them and what they return.

An archetype of `ARCHETYPES` is a paragraph:

    @group.key  its function names in snake case
    d descriptions, between bars
    p parameters: label, label:kind, `?` where optional, then in parentheses what the user says where it is given
      (a boolean: what is said for true, and after a slash what is said for false)
    n / p: / v / q  what the user asks for: a noun phrase, a plural one, an order, a question
    r the result's fields=kind -> the answer

A kind is a pool of `tools.value`, a range of numbers or a choice `a/b/c`; `(a/b)` in a wording stands for one of the two. Of two
tools of the same group one may be mistaken for the other, so that they are not used where no tool is to fit.
"""


def choices(text: str) -> list[str]:
    """What stands between bars, over several lines."""
    return text.replace("\n", "").split("|")


#: Names, descriptions and the usual kind of a parameter, by label.
LABELS = {
    "city": ("city location place town where city_name", "Name of the city|City or town|Which place|City and country, e.g. Bogotá, Colombia|The city and state, e.g. San Francisco, CA|The city", "city"),
    "from": ("from origin start departure from_city", "Where it starts|City of departure", "city"),
    "to": ("to destination target arrival to_city", "Where it ends|City of arrival", "city"),
    "person": ("name person user who contact", "Name of the person|Who it is about|A person", "name"),
    "recipient": ("to recipient receiver contact addressee", "Who receives it|Name of the recipient", "name"),
    "text": ("text message content body words", "What to write|The text", "phrase"),
    "task": ("task text todo what subject", "What to do|The task", "phrase"),
    "item": ("item product article thing what", "What it is|Name of the item", "item"),
    "title": ("title name work query", "Its title|Name of the work", "title"),
    "song": ("song track title tune", "Title of the song|What to play", "title"),
    "artist": ("artist singer band musician by", "Who plays it|Name of the artist", "name"),
    "code": ("code id number reference key", "Its code|The identifier", "code"),
    "order": ("order_id order number order_number id", "Number of the order|Which order", "code"),
    "time": ("time at hour when", "Time of day|When", "time"),
    "day": ("day date when on", "Which day|Day of the week", "day"),
    "date": ("date day when on", "Which date|Month and day", "date"),
    "room": ("room area zone place", "Which room|Name of the room", "room"),
    "count": ("count quantity number how_many", "How many|The number", "2-40"),
    "guests": ("guests people persons party_size", "How many people|Number of guests", "2-30"),
    "nights": ("nights stay duration length", "How many nights|Length of the stay", "2-30"),
    "minutes": ("minutes duration length mins", "How many minutes|Length in minutes", "2-90"),
    "level": ("level value percent amount", "Percent, 0 to 100|The level", "3-99"),
    "degrees": ("degrees temperature value target", "Temperature to reach|How warm", "12-30"),
    "amount": ("amount value sum quantity", "How much|The amount", "2-999"),
    "symbol": ("symbol ticker stock company", "The company|Name of the stock", "company"),
    "language": ("language target to_language lang", "Which language|Language to use", "language"),
    "word": ("word term entry lookup", "The word|Which word", "word"),
    "number": ("number n value input", "The number|A number", "2-999"),
    "email": ("email address mail account", "Mail address|The address", "email"),
    "file": ("file filename path document", "Name of the file|Which file", "file"),
    "query": ("query q text keywords search", "What to search for|The words to find", "item"),
    "country": ("country nation state where", "Name of the country|Which country", "country"),
    "team": ("team club side name", "Name of the team|Which team", "team"),
    "food": ("dish food meal name", "Which dish|Name of the dish", "food"),
    "plant": ("plant crop species name", "Which plant|Name of the plant", "plant"),
    "animal": ("animal species pet name", "Which animal|Name of the animal", "animal"),
    "device": ("device machine appliance name", "Which device|Name of the device", "device"),
    "on": ("on enabled active state", "On or off|Whether it is on", "onoff"),
    "unit": ("unit units scale system", "Unit of the answer|Which unit", "celsius/fahrenheit"),
    "color": ("color colour shade tint", "Which color|The color", "red/green/blue"),
}

ARCHETYPES = """
@weather.now get_weather get_weather weather get_current_weather fetch_weather current_weather weather_report getWeather
d Get the weather of a city | Current weather for a place | Look up how the weather is | Get the current weather in a given location | Get weather for a city | Get current temperature for a given location.
p city, unit:celsius/fahrenheit?( in {unit})
n the weather (in/for) {city} | the (current/present) weather in {city} | the weather in {city} (today/right now/now/at the moment) | the temperature in {city}
q how is the weather in {city} | how warm is it in {city} | is it cold in {city} | what is the weather (like in/in) {city} | what's the weather like in {city} (today/right now/now) | how's the weather in {city} (today/now/) | is it (raining/sunny/warm/hot) in {city} | do I need (an umbrella/a coat) in {city} (today/) | what will the weather be in {city}
v check the weather in {city} | look up the weather for {city}
r degrees|temperature|temp|temp_c|temperature_c=3-35 sky|condition|conditions|weather|description|summary=sunny/rainy/cloudy/windy/foggy/clear/snowy -> It is {degrees} degrees and {sky} in {city}.

@weather.forecast get_forecast weather_forecast forecast_for_day predict_weather
d Forecast for a city and a day | Weather forecast of a day | Predict the weather
p city, day
n the forecast for {city} on {day} | the weather forecast in {city} for {day}
q what will it be like in {city} on {day} | will it rain in {city} on {day}
r sky=sunny/rainy/cloudy/windy/snowy high=3-35 -> {city} on {day}: {sky}, up to {high} degrees.

@air.quality get_air_quality air_index pollution_level air_report
d Get the air quality of a city | How clean the air is
p city
n the air quality in {city} | the (pollution/smog) level in {city}
q how clean is the air in {city} | is the air good in {city}
r index=5-300 rating=good/fair/poor -> The air in {city} is {rating}, with an index of {index}.

@sun.rise get_sunrise sunrise_time sun_up when_sun_rises
d Time of sunrise in a city | When the sun rises
p city
n the (time of sunrise/sunrise time) in {city}
q when does the sun rise in {city} | when is (sunrise/dawn) in {city}
v look up the sunrise for {city}
r time=time -> The sun rises at {time} in {city}.

@sun.set get_sunset sunset_time sundown_lookup
d Time of sunset in a city | When the sun sets
p city
n the time of sunset in {city} | the sunset time for {city}
q when does the sun set in {city} | when does it get dark in {city}
r time=time -> The sun sets at {time} in {city}.

@tide.times get_tide tide_table high_tide_lookup sea_level
d Get the tide of a coast town | Times of high tide
p city
n the (next/coming) high tide in {city} | the tide (in/at) {city}
q when is high tide in {city}
r high_tide=time -> High tide in {city} is at {high_tide}.

@snow.depth get_snow_depth snow_report ski_conditions
d Get the snow depth of a place | Snow report for skiers
p city
n the snow depth in {city} | the snow report for {city}
q how much snow is there in {city} | can I ski in {city}
r depth=4-250 -> There are {depth} cm of snow in {city}.

@clock.now get_time current_time time_now clock world_clock
d Get the current time | Time of day in a city | Tell the time
p city
n the (time/local time/current time) in {city}
q what time is it in {city} | how late is it in {city}
v tell me the time in {city}
r now=time -> It is {now} in {city}.

@clock.date get_date current_date today_date what_day
d Get the date of today | Tell the current date
p
n the date (today/of today) | the current date | today's date
q which day is it | what day is it today | what is the date
r date=date day=day -> Today is {day}, {date}.

@zone.lookup get_timezone time_zone_of find_timezone zone_lookup
d Find the time zone of a city | Time zone lookup
p city
n the time zone of {city} | the timezone (in/for) {city}
q which time zone is {city} in
r zone=GMT/CET/EST/PST/JST/IST -> {city} is in the time zone {zone}.

@alarm.set set_alarm create_alarm add_alarm wake_up alarm_clock
d Set an alarm | Create an alarm for a time | Wake the user
p time, day?( on {day})
v wake me (up /)at {time} | set an alarm for {time} | set my alarm (to/for) {time} | ring at {time}
r status=set/active/saved alarm_id=2-999 -> The alarm for {time} is {status}, number {alarm_id}.

@alarm.cancel cancel_alarm delete_alarm remove_alarm alarm_off
d Cancel an alarm | Delete an alarm by its time
p time
v cancel (the/my) alarm (at/for) {time} | delete the {time} alarm | remove my alarm at {time}
r status=cancelled/deleted/removed -> The alarm at {time} is {status}.

@timer.start start_timer set_timer countdown begin_timer timer
d Start a timer | Count down some minutes | Set a kitchen timer
p minutes, label:item?( for the {label})
v start a timer of {minutes} minutes | set a timer (to/for) {minutes} minutes | count down {minutes} minutes
n a {minutes} minute timer
r ends=time -> The timer of {minutes} minutes ends at {ends}.

@reminder.add add_reminder create_reminder remind set_reminder remind_me
d Add a reminder | Remind the user of a task | Create a reminder
p task, time?( at {time}), day?( on {day})
v remind me to {task} | set a reminder to {task} | create a reminder to {task}
r status=saved/set/stored -> The reminder to {task} is {status}.

@todo.add add_todo create_task todo_add new_task append_task
d Add a task to the list | Put something on the todo list
p task, priority:low/medium/high?( with {priority} priority)
v add {task} to my (tasks/todo list) | put {task} on my todo list | note the task {task} for me
r status=added/saved/listed position=2-40 -> The task {task} is {status} at position {position}.

@todo.done complete_task finish_todo mark_done check_off
d Mark a task as done | Complete a task
p task
v mark {task} as done | check off {task} | tick off the task {task}
r status=done/completed/closed open=2-40 -> The task {task} is {status}, {open} tasks are open.

@mail.send send_mail send_email email_send mail_to compose_mail
d Send a mail | Send an email to somebody | Write and send a mail
p recipient:email, text
v (send/write) {recipient} a mail (saying/with the text) {text} | email {recipient} with {text} | mail {text} to {recipient}
r status=sent/queued/delivered -> The mail to {recipient} is {status}.

@mail.count count_mails unread_mail inbox_count mail_check
d Count the unread mails | How many new mails there are
p
n the number of (unread/new) mails | my unread mail count
q how many (unread/new) mails do I have | is there new mail
v check my (mail/inbox)
r unread=2-99 -> You have {unread} unread mails.

@mail.find search_mail find_mail mail_from list_mails
d Find mails by their sender | Search the mails of somebody
p person
v find (the/my) mails from {person} | search my mail for {person} | show me the mails of {person}
r found=2-60 subject=phrase -> There are {found} mails from {person}, the last one is {subject}.

@chat.send send_message text_message send_text message_send post_sms
d Send a text message | Send somebody a short message
p recipient, text
v (text/message) {recipient}: {text} | send {recipient} the message {text} | tell {recipient} to {text}
r status=sent/delivered/queued -> The message to {recipient} is {status}.

@call.start call_contact phone_call dial make_call start_call
d Call somebody | Start a phone call
p person, video:bool?( with video/ without video)
v call {person} | phone {person} | start a call with {person} | ring up {person}
r status=ringing/connected/busy -> The call to {person} is {status}.

@contact.phone get_phone_number find_number phone_lookup contact_number
d Find the phone number of somebody | Look up a phone number
p person
n the (phone/telephone) number of {person} | {person}'s phone number
q which phone number does {person} have
r phone=digits -> The phone number of {person} is {phone}.

@contact.add add_contact create_contact new_contact save_contact
d Save a new contact | Add a person with a number
p person, phone:digits
v save {person} with the number {phone} | add {person} as a contact, number {phone} | store {phone} as the number of {person}
r status=saved/added/stored -> The contact {person} is {status}.

@calendar.add create_event add_event schedule_meeting add_appointment calendar_add
d Create an event in the calendar | Add an appointment | Schedule a meeting
p person, day, time?( at {time})
v (schedule/plan) a meeting with {person} on {day} | add an appointment with {person} on {day}
v book a meeting with {person} for {day}
r status=scheduled/added/confirmed -> The meeting with {person} on {day} is {status}.

@calendar.list list_events get_events calendar_day agenda day_plan
d List the events of a day | What is in the calendar
p day
n my (agenda/calendar/plan) for {day} | the calendar of {day}
q what do I have on {day} | what is planned for {day}
r events=2-12 first=phrase -> On {day} there are {events} events, the first is {first}.

@calendar.free find_free_slot free_time next_slot availability
d Find free time on a day | Next free slot of somebody
p person, day
n a free slot of {person} on {day} | the free time of {person} on {day}
q when is {person} free on {day} | does {person} have time on {day}
r slot=time -> {person} is free at {slot} on {day}.

@music.play play_song play_music start_song music_player play_track
d Play a song | Play music by its title | Start a track
p song, artist?( by {artist})
v play {song} | put on {song} | start the song {song} | let me hear {song}
r status=playing/started/queued -> {song} is {status}.

@music.volume set_volume change_volume volume adjust_sound
d Set the volume | Change how loud it is
p level
v set the volume to {level} | turn the (volume/sound) to {level} | make the volume {level}
r volume=3-99 -> The volume is now {volume}.

@music.lyrics get_lyrics find_lyrics song_text lyrics_lookup
d Get the first line of a song | Find the lyrics of a song
p song
p: the lyrics of {song} | the words of the song {song}
q how does the song {song} go
r line=phrase -> {song} begins with: {line}.

@radio.tune tune_radio set_station radio_station play_radio
d Tune the radio | Switch to a radio station
p station:title
v tune (in/the radio) to {station} | switch the radio to {station} | put on the station {station}
r frequency=87.5-107.9 -> The radio plays {station} on {frequency}.

@podcast.latest latest_episode get_podcast podcast_new find_episode
d Find the latest episode of a podcast | Newest podcast episode
p title
n the (latest/newest) episode of {title} | the last podcast of {title}
q is there a new episode of {title}
r episode=2-400 name=title -> The latest episode of {title} is number {episode}, {name}.

@light.switch switch_light set_light light_switch toggle_light lights
d Switch a light on or off | Turn the light of a room
p room, on
v turn {on} the light in the {room} | switch the {room} light {on} | turn the lights in the {room} {on}
r status=switched/ok/done -> The light in the {room}: {status}.

@light.dim dim_light set_brightness brightness adjust_lamp
d Dim a lamp | Set the brightness of a room
p room, level
v dim the {room} to {level} percent | set the brightness in the {room} to {level} | make the {room} {level} percent bright
r brightness=3-99 -> The brightness in the {room} is {brightness} percent.

@light.color set_light_color color_lamp change_color tint_light
d Set the color of a lamp | Change the color of the light
p room, color:red/green/blue/white
v make the {room} light {color} | color the lamp in the {room} {color} | change the {room} lamp to {color}
r status=changed/set/done -> The {room} light in {color}: {status}.

@heat.set set_temperature thermostat set_thermostat heat_room heating
d Set the thermostat of a room | Heat a room | Set the room temperature
p room, degrees
v set the {room} to {degrees} degrees | heat the {room} to {degrees} degrees | turn the thermostat in the {room} to {degrees}
r status=heating/cooling/warming now=12-30 -> The {room} is {status}, it is {now} degrees now.

@heat.get read_temperature room_temperature get_thermostat indoor_temperature
d Read the temperature of a room | How warm a room is
p room
n the temperature (in/of) the {room} | the {room} temperature
q how warm is the {room} | is the {room} cold
r degrees=12-30 -> It is {degrees} degrees in the {room}.

@lock.door lock_door door_lock set_lock secure_door
d Lock a door | Lock the door of a room
p room
v lock the {room} door | lock the door (of/to) the {room} | secure the {room} door
r status=locked/secured -> The {room} door is {status}.

@window.close close_window shut_window window_control
d Close the window of a room | Shut a window
p room
v (close/shut) the {room} window | close the window in the {room} | shut the windows in the {room}
r status=closed/shut -> The {room} window is {status}.

@blind.move move_blinds set_blinds blind_control shutter
d Move the blinds of a room | Set the blinds up or down
p room, direction:up/down
v move the {room} blinds {direction} | let the blinds in the {room} {direction} | roll the {room} blinds {direction}
r status=moved/done/ok -> The blinds in the {room}: {status}.

@camera.snap take_photo camera_snap take_picture capture_image
d Take a photo with a camera | Capture a picture of a room
p room, flash:bool?( with flash/ without flash)
v take a (photo/picture) of the {room} | photograph the {room} | snap the {room}
r file=file -> The photo of the {room} is {file}.

@vacuum.start start_vacuum clean_room vacuum_room robot_clean
d Start the vacuum robot | Clean a room
p room
v vacuum the {room} | clean the {room} | let the vacuum clean the {room}
r status=cleaning/started battery=5-99 -> The robot is {status} in the {room}, its battery is at {battery} percent.

@device.power power_device device_power switch_device toggle_device
d Switch a device on or off | Power of a device
p device, on
v turn the {device} {on} | switch {on} the {device} | power the {device} {on}
r status=done/ok/switched -> The {device}: {status}.

@device.energy get_energy_use power_usage energy_report electricity_of
d Energy that a device uses | Get the power usage of a device
p device
n the energy use of the {device} | the (power/electricity) usage of the {device}
q how much energy does the {device} use
r watts=5-900 -> The {device} uses {watts} watts.

@battery.level battery_level get_battery charge_status battery_check
d Get the battery level of a device | How full a battery is
p device
n the battery level of the {device} | the charge of the {device}
q how full is the battery of the {device} | is the {device} charged
r percent=2-99 -> The battery of the {device} is at {percent} percent.

@shopping.add add_to_list shopping_add add_item buy_later grocery_add
d Add an item to the shopping list | Put something on the shopping list
p item, count?( {count} times)
v add {item} to (my/the) shopping list | put {item} on the shopping list | write {item} on my shopping list
r status=added/listed items=2-40 -> Your list: {item} is {status}, it has {items} items.

@shopping.remove remove_item shopping_remove list_remove drop_item
d Remove an item from the shopping list | Take something off the list
p item
v (remove/delete) {item} from (my/the) shopping list | take {item} off the shopping list
r status=removed/deleted items=2-40 -> Your list: {item} is {status}, it has {items} items.

@price.item get_price price_check product_price how_much price_of
d Get the price of a product | Price of an item in the shop
p item
n the price of {item} | the (cost/shop price) of {item}
q how much (is/are) {item} | what does {item} cost
r price=2-900 -> The price of {item} is {price} dollars.

@stock.price stock_price get_quote share_price quote_stock market_price
d Get the price of a stock | Current share price of a company
p symbol
n the (stock/share) price of {symbol} | the quote of {symbol}
q how is the {symbol} stock doing | what does a share of {symbol} cost
r price=2.5-900.5 trend=up/down/flat -> {symbol} is at {price} dollars, {trend}.

@stock.buy buy_stock order_shares purchase_stock trade_buy
d Buy shares of a company | Place an order for stocks
p symbol, count
v buy {count} shares of {symbol} | order {count} {symbol} shares | get me {count} shares of {symbol}
r status=bought/ordered/filled total=20-900 -> {count} shares of {symbol} are {status} for {total} dollars.

@inventory.count stock_count check_inventory in_stock warehouse_count
d Count an item in the warehouse | How many pieces are in stock
p item
n the (inventory/stock count) of {item} | the number of {item} in stock
q how many {item} are in stock | do we have {item} in stock
r pieces=2-900 -> There are {pieces} pieces of {item} in stock.

@money.convert convert_currency exchange currency_convert change_money
d Convert an amount of money | Exchange one currency into another
p amount, from:currency, to:currency
v convert {amount} {from} (to/into) {to} | exchange {amount} {from} into {to} | change {amount} {from} to {to}
q how much is {amount} {from} in {to}
r result=2.5-999.5 -> {amount} {from} is {result} {to}.

@money.rate exchange_rate get_rate currency_rate fx_rate
d Get the exchange rate of two currencies | Rate of a currency
p from:currency, to:currency
n the exchange rate from {from} to {to} | the rate of {from} in {to}
q how many {to} is one {from}
r rate=0.2-90.5 -> One {from} is {rate} {to}.

@bank.balance get_balance account_balance check_balance bank_status
d Get the balance of an account | How much money is in an account
p code
n the balance of account {code} | the account balance of {code}
q how much money is in account {code}
r balance=20-999 -> Account {code} has {balance} dollars.

@bank.transfer transfer_money send_money bank_transfer pay_person wire
d Transfer money to somebody | Send an amount to a person
p recipient, amount
v (send/transfer) {amount} dollars to {recipient} | pay {recipient} {amount} dollars | wire {amount} dollars to {recipient}
r status=sent/done/pending receipt=code -> The transfer to {recipient} is {status}, receipt {receipt}.

@invoice.status invoice_status get_invoice check_invoice invoice_lookup
d Get the status of an invoice | Look up an invoice
p code
n the status of invoice {code} | the state of invoice {code}
q is invoice {code} paid | has invoice {code} been settled
r status=paid/open/overdue amount=20-999 -> Invoice {code} over {amount} dollars is {status}.

@invoice.create create_invoice new_invoice bill_customer write_invoice
d Create an invoice for a customer | Bill somebody an amount
p person, amount
v bill {person} {amount} dollars | create an invoice of {amount} dollars for {person} | invoice {person} for {amount} dollars
r invoice=code -> The invoice for {person} is {invoice}.

@tax.rate tax_rate get_tax vat_lookup sales_tax
d Get the sales tax of a country | Tax rate lookup
p country
n the (sales tax/tax rate) in {country} | the vat of {country}
q how high is the tax in {country}
r percent=3-29 -> The tax in {country} is {percent} percent.

@loan.rate loan_payment mortgage_rate monthly_payment calc_loan
d Monthly payment of a loan | Compute the rate of a loan
p amount, years:5-30
n the monthly payment for a loan of {amount} over {years} years
v compute the loan rate for {amount} over {years} years | work out a loan of {amount} for {years} years
r monthly=20-900 -> The loan of {amount} costs {monthly} per month.

@translate.text translate translate_text translation to_language translator
d Translate a text | Translate words into a language
p text, language
v translate {text} (to/into) {language} | put {text} into {language}
q how do you say {text} in {language} | what is {text} in {language}
r translation=madeup2 -> In {language} that is: {translation}.

@language.detect detect_language which_language identify_language lang_guess
d Detect the language of a text | Which language a text is
p text:madeup2
n the language of {text} | the language that {text} is in
q which language is {text}
v detect the language of {text}
r language=language -> That is {language}.

@dictionary.define define_word get_definition dictionary meaning word_lookup
d Define a word | Get the meaning of a word | Look up a word in the dictionary
p word
n the (meaning/definition) of {word} | the meaning of the word {word}
q what does {word} mean
v define {word} | define the word {word}
r meaning=nounphrase -> The word {word} means {meaning}.

@dictionary.synonym find_synonym get_synonyms similar_word thesaurus
d Find a synonym of a word | Another word with the same meaning
p word
n a synonym (of/for) {word} | another word for {word}
q which word is similar to {word}
r synonym=word -> A synonym of {word} is {synonym}.

@dictionary.rhyme find_rhyme rhyme_with rhymes get_rhyme
d Find a rhyme for a word | Words that rhyme
p word
n a rhyme (for/on) {word} | a word that rhymes with {word}
q what rhymes with {word}
r rhyme=word -> A rhyme for {word} is {rhyme}.

@hotel.book book_hotel reserve_room hotel_booking hotel_reserve
d Book a hotel | Reserve a hotel room in a city
p city, nights, breakfast:bool?( with breakfast/ without breakfast)
v book (a hotel/a hotel room) in {city} for {nights} nights | reserve a hotel in {city} for {nights} nights
n a hotel in {city} for {nights} nights
r hotel=title price=40-900 -> {hotel} in {city} is booked for {price} dollars.

@hotel.find find_hotels search_hotels hotel_search list_hotels
d Find a cheap hotel in a city | Search hotels by price
p city, max_price:40-400?( below {max_price} dollars)
n the (cheapest/best) hotel in {city} | a good hotel in {city}
v find (a hotel/hotels) in {city}
q which hotel is good in {city}
r hotel=title stars=2-5 -> {hotel} in {city} has {stars} stars.

@hotel.cancel cancel_booking cancel_hotel drop_reservation undo_booking
d Cancel a hotel booking | Drop a reservation by its code
p code
v cancel (my/the) hotel booking {code} | cancel booking {code} | drop my reservation {code}
r status=cancelled/refunded/dropped -> Booking {code} is {status}.

@flight.find find_flight search_flights flight_search get_flights
d Find a flight | Search flights between two cities
p from, to, day?( on {day})
n a flight from {from} to {to} | the next flight from {from} to {to}
v find me a flight from {from} to {to}
q when can I fly from {from} to {to}
r flight=code departs=time -> Flight {flight} from {from} to {to} leaves at {departs}.

@flight.status flight_status get_flight track_flight flight_info
d Get the status of a flight | Whether a flight is late
p flight:code
n the status of flight {flight} | the state of flight {flight}
q is flight {flight} (late/on time) | where is flight {flight}
r status=delayed/boarding/landed gate=2-90 -> Flight {flight} is {status}, gate {gate}.

@train.find next_train find_train train_search rail_connection train_times
d Find the next train | Train connection of two cities
p from, to, time?( after {time})
n the next train from {from} to {to} | a train from {from} to {to}
q when does the train from {from} to {to} leave | when is there a train from {from} to {to}
r departs=time platform=2-30 -> The train to {to} leaves at {departs} from platform {platform}.

@train.ticket buy_train_ticket train_ticket order_rail_ticket rail_booking
d Buy a train ticket | Order a rail ticket to a city
p to, class:first/second?( in {class} class)
v buy a train ticket to {to} | get me a rail ticket to {to} | order a train ticket to {to}
r price=5-300 seat=code -> The train ticket to {to} costs {price} dollars, seat {seat}.

@bus.next next_bus bus_times bus_departure get_bus
d Next bus of a line | When a bus leaves
p line:2-300
n the next bus of line {line} | the departure of bus {line}
q when does bus {line} (come/leave) | when is the next bus {line}
r minutes=2-40 -> Bus {line} comes in {minutes} minutes.

@taxi.order order_taxi call_taxi book_cab taxi_request get_ride
d Order a taxi | Call a cab to an address
p address, time?( at {time})
v (order/call/get) a taxi to {address} | book a cab to {address} | send a taxi to {address}
r minutes=2-40 driver=name -> {driver} comes with the taxi in {minutes} minutes.

@route.distance get_distance distance_between route_length how_far
d Distance of two cities | How far two places are apart
p from, to
n the distance (from/between) {from} (to/and) {to}
q how far is it from {from} to {to} | how far is {to} from {from}
r km=20-990 -> It is {km} km from {from} to {to}.

@route.traffic get_traffic traffic_report traffic_info road_status
d Get the traffic in a city | Report about traffic jams
p city
n the traffic (in/around) {city} | the traffic report for {city}
q how is the traffic in {city} | are there jams in {city}
r level=light/heavy/normal delay=2-60 -> The traffic in {city} is {level}, with {delay} minutes of delay.

@parking.find find_parking parking_spot free_parking car_park
d Find a parking place in a city | Where to park a car
p city
n a parking (spot/place) in {city} | the nearest car park in {city}
q where can I park in {city}
r garage=title free=2-300 -> {garage} in {city} has {free} free places.

@ferry.times ferry_times next_ferry boat_schedule ferry_lookup
d Get the next ferry to a town | Boat schedule
p to
n the next (ferry/boat) to {to} | the ferry to {to}
q when does the ferry to {to} leave
r departs=time pier=2-20 -> The ferry to {to} leaves at {departs} from pier {pier}.

@restaurant.book book_table reserve_table restaurant_booking table_reserve
d Book a table in a restaurant | Reserve a table
p restaurant:title, guests, time?( at {time})
v (book/reserve) a table at {restaurant} for {guests} people | get me a table for {guests} at {restaurant}
r status=booked/confirmed/reserved table=2-60 -> Table {table} at {restaurant} is {status}.

@restaurant.find find_restaurant restaurant_search where_to_eat dining_search
d Find a restaurant in a city | Search places to eat
p city, cuisine:italian/indian/thai/greek?( with {cuisine} food)
n a (good/nice) restaurant in {city} | the best restaurant in {city}
q where can I eat in {city}
r restaurant=title rating=2.5-4.9 -> {restaurant} in {city} is rated {rating}.

@restaurant.menu get_menu menu_of show_menu todays_menu
d Get the menu of a restaurant | Dish of the day
p restaurant:title
n the menu of {restaurant} | the dish of the day at {restaurant}
q what is on the menu at {restaurant}
r dish=food price=4-60 -> {restaurant} has {dish} for {price} dollars.

@food.order order_food food_delivery deliver_meal order_meal
d Order food for delivery | Have a meal delivered
p food, count
v order {count} portions of {food} | have {count} {food} delivered | get me {count} portions of {food}
r minutes=5-90 -> {count} portions of {food} arrive in {minutes} minutes.

@recipe.find find_recipe get_recipe recipe_search how_to_cook
d Find a recipe for a dish | How to cook a dish
p food, vegan:bool?( without meat/ with meat)
n a recipe for {food} | the recipe of {food}
q how do I (cook/make) {food}
r minutes=5-90 first_step=phrase -> It takes {minutes} minutes to make {food}, first {first_step}.

@food.calories get_calories calorie_count nutrition energy_of_food
d Calories of a dish | Get the nutrition of a food
p food
n the calories of {food} | the calorie count of {food}
q how many calories does {food} have | is {food} healthy
r calories=20-900 -> There are {calories} calories in {food}.

@wine.pair wine_for drink_pairing pair_drink suggest_drink
d Suggest a drink for a dish | What to drink with a dish
p food
n a drink (for/that goes with) {food}
q what should I drink with {food} | which drink fits {food}
r drink=drink -> A good drink with {food} is {drink}.

@coffee.brew brew_coffee make_coffee coffee_machine brew
d Brew coffee | Make a drink with the coffee machine
p size:small/medium/large, milk:bool?( with milk/ without milk)
v make (me /)a {size} coffee | brew a {size} coffee | prepare a {size} coffee
r minutes=2-9 -> The {size} coffee is ready in {minutes} minutes.

@oven.heat preheat_oven set_oven heat_oven oven_control
d Heat the oven | Set the oven to a temperature
p degrees:100-260
v heat the oven to {degrees} degrees | preheat the oven to {degrees} | set the oven to {degrees} degrees
r ready_in=2-30 -> The oven reaches {degrees} degrees in {ready_in} minutes.

@parcel.track track_parcel parcel_status track_package where_is_parcel
d Track a parcel | Where a package is
p code
v track (parcel/package/my parcel) {code} | follow the package {code}
n the state of parcel {code}
q where is (my parcel/package) {code}
r status=shipped/delivered/delayed city=city -> Parcel {code} is {status} in {city}.

@parcel.send ship_parcel send_parcel create_shipment post_package
d Send a parcel to a city | Ship a package with a weight
p to, weight:1-30
v (ship/send) a parcel of {weight} kilos to {to} | post a package to {to} that weighs {weight} kilos
r cost=3-90 label=code -> The parcel to {to} costs {cost} dollars, its label is {label}.

@order.status order_status get_order check_order track_order find_order
d Get the status of an order | Look up a customer's order
p order
n the status of (order/my order) {order} | the state of order {order}
q where is my order {order} | has order {order} been sent
r status=shipped/packed/open/cancelled -> Order {order} is {status}.

@order.cancel cancel_order delete_order order_cancel stop_order
d Cancel an order | Stop an order that is not sent
p order, reason:phrase?( because I must {reason})
v cancel (order/my order) {order} | stop the order {order} | call off order {order}
r status=cancelled/stopped/refunded -> Order {order} is {status}.

@order.return return_item start_return refund_order send_back
d Return an item of an order | Start a return
p order, item
v return the {item} from order {order} | send back the {item} of order {order} | start a return of the {item} in order {order}
r return_id=code -> The return of the {item} has the number {return_id}.

@user.lookup get_user user_lookup find_user fetch_user account_info
d Look up a user | Get the account of a person
p person
n the (user/account) {person} | the user data of {person} | the account of {person}
v look up the user {person} | find the account of {person}
r email=email role=admin/editor/guest -> {person} is {role} with the mail {email}.

@user.create create_user add_user register_user new_account
d Create a user account | Register a new user
p person, role:admin/editor/guest?( as {role})
v create an account for {person} | register {person} | add the user {person}
r user_id=2-999 -> The account of {person} has the id {user_id}.

@user.block block_user ban_user lock_account disable_user
d Block a user | Disable an account
p person
v block {person} | ban the user {person} | disable the account of {person}
r status=blocked/banned/disabled -> The user {person} is {status}.

@ticket.create create_ticket open_ticket report_issue new_issue file_bug
d Open a support ticket | Report a problem | Create an issue
p title:problem, priority:low/medium/high?( with {priority} priority)
v open a ticket: {title} | report that the {title} | create an issue saying {title} | file a bug: {title}
r ticket=code -> The ticket is {ticket}.

@ticket.status ticket_status get_ticket issue_state find_issue
d Get the status of a ticket | Look up an issue
p ticket:code
n the (status/state) of ticket {ticket} | the state of issue {ticket}
q is ticket {ticket} solved | what happened to issue {ticket}
r status=open/solved/waiting owner=name -> Ticket {ticket} is {status}, its owner is {owner}.

@ticket.assign assign_ticket give_ticket set_owner assign_issue
d Assign a ticket to somebody | Give an issue to a person
p ticket:code, person
v assign ticket {ticket} to {person} | give issue {ticket} to {person} | hand ticket {ticket} over to {person}
r status=assigned/moved/done -> Ticket {ticket} for {person}: {status}.

@note.add add_note create_note save_note write_note take_note
d Save a note | Write down a note | Take a note
p text
v (note/write) down {text} | make a note: {text} | take a note saying {text} | save the note {text}
r note_id=2-999 -> The note is saved with number {note_id}.

@note.find find_note search_notes note_search get_note
d Search the notes | Find a note by a word
p query
v (find/search) my notes about {query} | look in my notes for {query}
n the note about {query}
r note=phrase -> The note about {query} says: {note}.

@file.read read_file open_file get_file file_content load_file
d Read a file | Get the content of a file
p file
v (read/open/show me) the file {file} | read me {file}
n the content of {file}
q what is in {file}
r content=phrase -> The file {file} contains: {content}.

@file.delete delete_file remove_file erase_file trash_file
d Delete a file | Remove a file from disk
p file
v (delete/remove/erase) (the file /){file} | throw away {file}
r status=deleted/removed/erased -> The file {file} is {status}.

@file.copy copy_file duplicate_file backup_file file_copy
d Copy a file | Copy a file to another name
p file, target:file
v copy {file} to {target} | duplicate {file} as {target} | make a copy of {file} named {target}
r bytes=20-990 -> The file {file} is copied to {target}, {bytes} bytes.

@file.size file_size get_size how_big file_info
d Get the size of a file | How big a file is
p file
n the size of (the file /){file}
q how (big/large) is {file} | how much space does {file} take
r kilobytes=2-990 -> The file {file} has {kilobytes} kilobytes.

@folder.list list_folder list_files dir_list folder_content
d List the files of a folder | How many files a folder has
p folder:word
p: the files in the folder {folder} | the contents of folder {folder}
v list the folder {folder} | show me the folder {folder}
r files=2-90 newest=file -> The folder {folder} has {files} files, the newest is {newest}.

@database.count count_rows table_count db_count row_count
d Count the rows of a table | How many records a table has
p table:word
n the number of rows in the table {table} | the row count of table {table}
q how many (rows/records) does the table {table} have
r rows=20-999 -> The table {table} has {rows} rows.

@database.insert insert_record add_row db_insert store_record
d Insert a record into a table | Add a row with a value
p table:word, value:item
v insert {value} into the table {table} | add a row {value} to table {table} | store {value} in the table {table}
r row_id=2-999 -> The value {value} is stored as row {row_id}.

@web.search web_search search_web internet_search search_online
d Search the web | Find pages about something
p query, limit:2-20?( with {limit} results)
v search the (web/internet) for {query} | find pages about {query} | look up {query} online
r title=title hits=20-990 -> The best of {hits} pages about {query} is {title}.

@wiki.lookup wiki_lookup encyclopedia get_article article_search
d Get an encyclopedia article | Look up a topic
p query
n the (encyclopedia/wiki) article about {query} | the article on {query}
q what does the encyclopedia say about {query}
r summary=nounphrase -> The article about {query} says: {summary}.

@news.latest get_news latest_news news_headline headlines
d Get the latest news | Headline about a topic
p topic:item
n the (latest/newest) news about {topic} | the headline about {topic}
q what is new about {topic}
r headline=phrase -> The news about {topic}: {headline}.

@unit.convert convert_units unit_convert units measure_convert
d Convert a length | Convert between units of length
p amount, from:meters/feet/miles/inches, to:meters/feet/miles/inches
v convert {amount} {from} (to/into) {to} | turn {amount} {from} into {to}
q how many {to} are {amount} {from}
r result=2.5-999.5 -> {amount} {from} are {result} {to}.

@weight.convert convert_weight weight_units mass_convert kilo_pound
d Convert a weight | Kilos and pounds
p amount, to:kilos/pounds/ounces
v convert a weight of {amount} to {to} | turn the weight {amount} into {to}
q how much is the weight {amount} in {to}
r result=2.5-999.5 -> The weight is {result} {to}.

@city.population get_population population_of inhabitants count_people
d Get the population of a city | How many people live somewhere
p city
n the population of {city} | the number of (people/inhabitants) in {city}
q how many people live in {city} | how big is {city}
r population=20-990 -> {city} has {population} thousand people.

@country.capital get_capital capital_of find_capital capital_city
d Find the capital of a country | Capital lookup
p country
n the capital of {country} | the capital city of {country}
q which city is the capital of {country}
r capital=city -> The capital of {country} is {capital}.

@country.flag flag_colors get_flag flag_of country_flag
d Colors of a country's flag | Describe a flag
p country
n the flag of {country} | the main color of the flag of {country}
q how does the flag of {country} look
r color=color symbol=animal -> The flag of {country} is {color} with a {symbol}.

@city.mayor get_mayor mayor_of who_is_mayor find_mayor
d Find the mayor of a city | Who governs a city
p city
n the mayor of {city} | the name of the mayor in {city}
q who is the mayor of {city} | who governs {city}
r mayor=name -> The mayor of {city} is {mayor}.

@mountain.height mountain_height peak_height get_elevation elevation
d Get the height of a mountain | How high a peak is
p mountain:title
n the height of (the mountain /){mountain} | the elevation of {mountain}
q how high is (the mountain /){mountain}
r meters=100-990 -> {mountain} is {meters} meters high.

@river.length river_length get_river length_of_river river_info
d Get the length of a river | How long a river is
p river:madeupname
n the length of the river {river} | the length of the {river} river
q how long is the river {river}
r km=20-990 -> The river {river} is {km} km long.

@movie.info movie_info get_movie film_lookup movie_search
d Get a movie's director | Look up a film
p title
n the director of the (movie/film) {title} | the film data of {title}
q who made the film {title} | who directed {title}
r director=name rating=2.5-9.5 -> {title} was made by {director} and is rated {rating}.

@movie.times movie_times cinema_program showtimes when_movie
d When a movie is shown | Cinema times in a city
p title, city
p: the cinema times of {title} in {city} | the showtimes of {title} in {city}
q when does {title} run in {city}
r starts=time cinema=title2 -> {title} starts at {starts} in the {cinema}.

@tv.program tv_program whats_on_tv tv_guide channel_guide
d What is on a channel | Get the tv program
p channel:2-99
n the program on channel {channel} | the tv program of channel {channel}
q what is on channel {channel} | what runs on channel {channel}
r show=title until=time -> Channel {channel} shows {show} until {until}.

@tv.record record_show tv_record schedule_recording save_show
d Record a tv show | Schedule a recording
p title, day?( on {day})
v record (the show /){title} | save the tv show {title} | tape {title}
r status=scheduled/recording/planned -> The recording of {title} is {status}.

@book.info book_info find_book get_book author_of book_lookup
d Find the author of a book | Look up a book
p title
n the (author/writer) of (the book /){title} | the book data of {title}
q who wrote {title}
r author=name pages=40-900 -> {title} was written by {author} and has {pages} pages.

@library.loan borrow_book reserve_book library_loan lend_book
d Borrow a book from the library | Reserve a library book
p title
v borrow {title} from the library | reserve the library book {title} | lend me the book {title}
r status=reserved/ready/waiting due=date -> {title} is {status}, due on {due}.

@library.renew renew_loan extend_loan library_renew prolong_book
d Renew a library loan | Extend the loan of a card
p code
v renew the loans on card {code} | extend my library card {code} | prolong the loans of card {code}
r until=date -> The card {code} is extended until {until}.

@sport.score get_score game_score match_result latest_score
d Get the score of a team | Result of the last match
p team
n the (score/result) of (the /){team} | the last result of the {team}
q how did the {team} play | did the {team} win
r score=score opponent=team2 -> The {team} played {score} against the {opponent}.

@sport.next next_match next_game fixture match_schedule
d When a team plays next | Next match of a team
p team
n the next (match/game) of the {team} | the next {team} game
q when do the {team} play (next/again)
r day=day opponent=team2 -> The {team} play the {opponent} on {day}.

@sport.rank get_ranking league_table team_rank standings
d Get the rank of a team | Place in the league table
p team
n the (rank/place) of the {team} | the league place of the {team}
q where are the {team} in the table
r rank=2-30 points=3-90 -> The {team} are on rank {rank} with {points} points.

@sport.log log_workout save_run add_training track_exercise
d Log a workout | Save an exercise with its minutes
p sport, minutes
v log {minutes} minutes of {sport} | save a workout: {sport} for {minutes} minutes | write down {minutes} minutes of {sport}
r calories=20-900 -> {minutes} minutes of {sport} burned {calories} calories.

@steps.count step_count get_steps steps_today pedometer
d Count the steps of a day | Steps that the user walked
p day
n the number of steps on {day} | my step count for {day}
q how many steps did I walk on {day} | how far did I walk on {day}
r steps=100-999 -> On {day} you walked {steps} steps.

@sleep.report sleep_report get_sleep how_slept sleep_hours
d Report the sleep of a night | How long the user slept
p day
n my sleep (report/data) for {day} | the sleep report of {day}
q how (long/well) did I sleep on {day}
r hours=2.5-9.5 -> On {day} you slept {hours} hours.

@health.medicine medicine_info get_dose drug_lookup dose_of
d Get the dose of a medicine | Look up a medicine
p medicine:madeupname
n the (dose/right dose) of {medicine} | the medicine {medicine}
q how much {medicine} should I take
r milligrams=5-900 -> The dose of {medicine} is {milligrams} milligrams.

@health.doctor book_doctor doctor_appointment see_doctor clinic_booking
d Book an appointment with a doctor | Doctor's appointment
p doctor:name, day
v book doctor {doctor} (for/on) {day} | get me an appointment with doctor {doctor} on {day}
v make a doctor's appointment with {doctor} for {day}
r time=time -> Doctor {doctor} sees you on {day} at {time}.

@health.pharmacy find_pharmacy open_pharmacy pharmacy_near drugstore
d Find an open pharmacy | Pharmacy in a city
p city
n an open pharmacy in {city} | the nearest pharmacy in {city}
q which pharmacy is open in {city}
r pharmacy=title until=time -> {pharmacy} in {city} is open until {until}.

@school.grade get_grade student_grade grade_of exam_result
d Get the grade of a student | Result of an exam
p person, subject:subject
n the {subject} grade of {person} | the grade of {person} in {subject}
q how good is {person} in {subject}
r points=2-99 -> {person} has {points} points in {subject}.

@school.homework add_homework set_homework homework_entry assign_homework
d Add homework for a subject | Enter homework
p subject:subject, task
v add homework for {subject}: {task} | enter {task} as homework in {subject} | assign {task} as {subject} homework
r due=day -> The {subject} homework is due on {due}.

@school.lessons get_timetable next_lesson lesson_plan class_schedule
d Get the lessons of a class | Timetable of a day
p class:code, day
n the timetable of class {class} on {day} | the lesson plan of class {class} for {day}
q which lessons has class {class} on {day}
r first=subject lessons=2-9 -> Class {class} has {lessons} lessons on {day}, first {first}.

@printer.print print_file print_document send_to_printer printer_job
d Print a file | Send a document to the printer
p file, copies:2-50?( {copies} times), color:bool?( in color/ without color)
v print {file} | print out {file} | send {file} to the printer
r job=2-999 status=printing/queued/waiting -> The file {file} is {status} as job {job}.

@printer.ink ink_level printer_status check_ink toner_level
d Get the ink level of the printer | How full the ink is
p color:black/red/blue/yellow
n the {color} ink level | the level of the {color} ink in the printer
q how much {color} ink is left
r percent=2-99 -> The {color} ink is at {percent} percent.

@garden.water water_plants garden_water irrigate sprinkler
d Water the plants | Start watering for some minutes
p plant, minutes?( for {minutes} minutes)
v water the {plant} | give the {plant} some water | irrigate the {plant}
r liters=2-60 -> The {plant} got {liters} liters of water.

@garden.care plant_care plant_info care_tips when_to_water
d How to care for a plant | Tips for a plant
p plant
n the right care for {plant} | a tip for my {plant}
q how often do I water {plant} | how do I care for {plant}
r light=sun/shade/half-shade every_days=2-20 -> Give the {plant} {light} and water every {every_days} days.

@garden.moisture soil_moisture read_soil moisture_sensor soil_check
d Read the moisture of the soil | How dry a bed is
p bed:2-40
n the soil moisture of bed {bed} | the moisture in bed {bed}
q how (dry/wet) is bed {bed}
r moisture=3-99 -> Bed {bed} has a moisture of {moisture} percent.

@car.fuel fuel_level car_fuel get_range tank_status
d Get the fuel level of a car | How far a car can drive
p plate:code
n the fuel level of (the /)car {plate} | the range of car {plate}
q how far can car {plate} drive | how full is the tank of car {plate}
r percent=3-99 range=20-900 -> Car {plate} has {percent} percent of fuel, enough for {range} km.

@car.rent rent_car car_rental hire_car book_car
d Rent a car in a city | Hire a car for some days
p city, days:2-30
v rent a car in {city} for {days} days | hire a car in {city} for {days} days | book me a rental car in {city} for {days} days
r model=company price=20-900 -> The car in {city} is a {model} and costs {price} dollars.

@car.service book_service car_service garage_appointment repair_car
d Book a car service | Appointment at the garage
p plate:code, day
v book a service for car {plate} on {day} | bring car {plate} to the garage on {day} | get car {plate} serviced on {day}
r garage=title -> {garage} services car {plate} on {day}.

@charge.station charging_station find_charger charger_near ev_charger
d Find a charging station | Where to charge an electric car
p city
n a charging station in {city} | the nearest charger in {city}
q where can I charge my car in {city}
r station=title power=5-300 -> {station} in {city} charges with {power} kilowatts.

@robot.move move_robot drive_robot robot_move steer
d Move the robot | Drive the robot some steps
p direction:forward/backward/left/right, steps:2-90
v move the robot {steps} steps {direction} | drive the robot {direction} by {steps} steps
v let the robot go {steps} steps {direction}
r x=2-90 y=2-90 -> The robot is at {x}, {y}.

@robot.arm robot_grab pick_up_object gripper grab_item
d Grab a thing with the robot | Pick up an object
p item
v (grab/pick up) the {item} with the robot | let the robot take the {item} | make the robot hold the {item}
r grip=firm/loose/failed weight=2-900 -> The grip on the {item} is {grip}, it weighs {weight} grams.

@drone.fly fly_drone launch_drone drone_height drone_up
d Fly the drone to a height | Launch the drone
p height:2-300
v fly the drone to {height} meters | launch the drone up to {height} meters | bring the drone to a height of {height}
r battery=5-99 -> The drone is at {height} meters, its battery is at {battery} percent.

@game.start start_game new_game launch_game begin_match
d Start a game | Launch a game with some players
p game:title, players:2-12?( with {players} players)
v start the game {game} | launch {game} | begin a match of {game}
r status=started/loading/running -> The game {game} is {status}.

@game.highscore high_score get_highscore best_score leaderboard
d Get the high score of a game | Best player of a game
p game:title
n the (high score/record) in {game} | the best score of {game}
q who leads in {game} | who is best at {game}
r points=20-999 player=name -> {player} leads in {game} with {points} points.

@game.dice roll_dice throw_dice dice random_roll
d Roll a die | Throw dice with some sides
p sides:4-100
v roll a die with {sides} sides | throw a {sides} sided die | roll a {sides} sided die
r rolled=2-100 -> The die shows {rolled}.

@coin.flip flip_coin toss_coin coin_flip heads_or_tails
d Flip a coin | Toss a coin
p
v flip a coin | toss a coin | throw a coin for me
q is it heads or tails
r side=heads/tails -> The coin shows {side}.

@random.number random_number pick_number random_int draw_number
d Draw a random number | Pick a number up to a limit
p max:10-999
n a random number up to {max} | a random number below {max}
v pick a number up to {max} | draw a number up to {max}
r drawn=2-999 -> The random number is {drawn}.

@password.create create_password generate_password new_password password_gen
d Create a password | Generate a password of a length
p length:6-40
n a (new /)password with {length} letters | a password of length {length}
v (create/generate) a password of {length} letters
r password=code -> The new password is {password}.

@math.root square_root sqrt root_of compute_root
d Compute a square root | Root of a number
p number
n the square root of {number} | the root of {number}
v compute the square root of {number}
r root=2.5-31.5 -> The square root of {number} is {root}.

@math.prime is_prime prime_check check_prime test_prime
d Check whether a number is prime | Prime test
p number
q is {number} (prime/a prime number) | is {number} a prime
v check whether {number} is prime | test {number} for being prime
r verdict=prime/composite -> {number} is {verdict}.

@math.roman to_roman roman_numeral roman_convert write_roman
d Write a number in roman numerals | Roman numerals
p number
n the roman numeral for {number} | the number {number} in roman numerals
v write {number} in roman numerals
r roman=XIV/XXI/MMX/CLX/LIV/XCII -> {number} is {roman} in roman numerals.

@event.find find_concert event_search concerts whats_on
d Find a concert in a city | Events on a day
p city, day?( on {day})
n a concert in {city} | the next concert in {city}
q which concert is in {city} | what is on in {city}
r artist=name hall=title -> {artist} plays in {city} at {hall}.

@event.ticket buy_ticket concert_ticket order_tickets get_tickets
d Buy tickets for a show | Order concert tickets
p show:title, count
v buy {count} tickets for {show} | order {count} concert tickets for {show} | get me {count} seats for {show}
r total=20-900 row=2-60 -> {count} tickets for {show} in row {row} cost {total} dollars.

@museum.hours opening_hours museum_hours when_open open_times
d Get the opening hours of a museum | When a museum is open
p museum:title
p: the opening hours of (the museum /){museum}
q when is the museum {museum} open | until when is {museum} open
r opens=time closes=time2 -> {museum} is open from {opens} to {closes}.

@zoo.animal animal_fact animal_info zoo_lookup about_animal
d Get a fact about an animal | How old and heavy an animal gets
p animal
n a fact about (the /){animal} | the weight of a {animal}
q how (heavy/old) does a {animal} get
r kilos=2-900 years=2-90 -> A {animal} weighs {kilos} kilos and gets {years} years old.

@pet.feed feed_pet pet_feeder give_food dispense_food
d Feed a pet | Dispense food for an animal
p animal, grams:10-400
v feed the {animal} {grams} grams | give the {animal} {grams} grams of food | dispense {grams} grams for the {animal}
r left=20-990 -> The {animal} got {grams} grams, {left} grams are left.

@bird.sound identify_bird bird_name which_bird bird_lookup
d Name a bird by its color | Identify a bird
p color:red/blue/black/yellow/brown
n the name of a {color} bird | the bird that is {color}
q which bird is {color} | what is that {color} bird
r bird=birdname -> The {color} bird is a {bird}.

@star.sign horoscope star_sign get_horoscope zodiac
d Get the horoscope of a date | Star sign of a birthday
p date
n the star sign of {date} | the horoscope for {date}
q which star sign belongs to {date}
r sign=lion/fish/twins/scales/ram lucky=2-99 -> The sign of {date} is {sign}, the lucky number is {lucky}.

@moon.phase moon_phase get_moon moon_on lunar_phase
d Get the phase of the moon | The moon on a date
p date
n the moon phase on {date} | the phase of the moon on {date}
q how is the moon on {date}
r phase=full/new/half -> On {date} the moon is {phase}.

@holiday.next next_holiday public_holiday holiday_of get_holidays
d Next holiday of a country | Public holidays
p country
n the next (public /)holiday in {country} | the coming holiday of {country}
q when is the next holiday in {country}
r holiday=title on=date -> The next holiday in {country} is {holiday} on {on}.

@birthday.get get_birthday birthday_of when_born birth_date
d Get the birthday of somebody | When a person was born
p person
n the birthday of {person} | {person}'s birthday
q when (was {person} born/is the birthday of {person})
r birthday=date -> The birthday of {person} is {birthday}.

@gift.idea gift_idea suggest_gift present_for find_gift
d Suggest a gift for somebody | Find a present
p person, budget:5-300?( for {budget} dollars)
n a (gift/present) for {person} | a gift idea for {person}
q what can I give to {person} as a present
r gift=item -> A good gift for {person} is {gift}.

@joke.get tell_joke get_joke joke random_joke
d Tell a joke about something | Get a joke
p topic:animal
n a joke about a {topic} | a {topic} joke
v tell a joke about a {topic} | make a joke about a {topic}
r joke=phrase -> Here is a joke: {joke}.

@quote.get get_saying quote_by famous_quote wisdom
d Get a quote of a person | A famous saying by somebody
p person
n a quote (by/of/from) {person} | a famous saying by {person}
q what did {person} once say
r saying=phrase -> {person} said: {saying}.

@house.search find_flat apartment_search find_home rent_search
d Find a flat to rent | Search apartments in a city
p city, rooms:2-9?( with {rooms} rooms)
n a (flat/apartment) in {city} | a home to rent in {city}
v find (me /)a flat in {city}
r street=address rent=200-990 -> There is a flat in {city} at {street} for {rent} dollars.

@job.search find_job job_search open_positions vacancies
d Find a job in a city | Search open positions
p profession:profession, city
n a job as {profession} in {city} | an open position for a {profession} in {city}
v find (me /)work as a {profession} in {city}
r company=company salary=200-990 -> {company} in {city} looks for a {profession} and pays {salary} per week.

@employee.desk find_desk desk_of office_of where_sits
d Find the desk of an employee | Where somebody sits
p person
n the (desk/office) of {person} | the desk number of {person}
q where does {person} sit | in which office is {person}
r floor=2-30 desk=code -> {person} sits on floor {floor} at desk {desk}.

@vacation.days vacation_days days_off leave_balance holidays_left
d Vacation days of an employee | Days off that are left
p person
n the number of vacation days of {person} | the leave balance of {person}
q how many days off does {person} have
r days=2-40 -> {person} has {days} vacation days left.

@meeting.room meeting_room book_room reserve_meeting_room find_meeting_room
d Book a meeting room | Reserve a room for some people
p guests, time
v book a meeting room for {guests} people at {time} | reserve a conference room at {time} for {guests} people
r room=title -> The room {room} is booked at {time}.

@payroll.salary get_salary salary_of pay_lookup wage
d Get the salary of an employee | What somebody earns
p person
n the (salary/wage/pay) of {person} | {person}'s salary
q how much does {person} earn
r salary=200-990 -> {person} earns {salary} dollars a week.

@server.status server_status check_server ping_server host_health
d Check a server | Status of a host
p server:host
n the (status/health/state) of (the server /){server}
q is the server {server} up | is {server} running
v ping {server}
r status=up/down/slow load=2-99 -> The server {server} is {status} with a load of {load} percent.

@server.restart restart_server reboot_host server_reboot restart_machine
d Restart a server | Reboot a host
p server:host, force:bool?( by force/ without force)
v (restart/reboot) {server} | restart the server {server} | reboot the host {server}
r status=restarting/restarted/rebooting seconds=5-300 -> The server {server} is {status}, {seconds} seconds are needed.

@code.deploy deploy_app release_version deploy ship_release
d Deploy a version of the app | Release a version
p version:version, stage:test/live?( to the {stage} system)
v (deploy/release/roll out) version {version} | bring out version {version}
r status=deployed/running/released build=2-999 -> Version {version} is {status} as build {build}.

@code.test run_tests test_suite start_tests execute_tests
d Run the tests of a module | Execute a test suite
p module:word
v run the tests of {module} | test the module {module} | execute the test suite of {module}
r passed=20-900 failed=2-19 -> In {module} {passed} tests passed and {failed} failed.

@log.read read_log get_logs last_error log_tail
d Get the last error of a server | Read a log
p server:host
n the (last error/log) of {server} | the log file of the host {server}
q which error did {server} have last
r error_text=problem -> The log of {server} says: {error_text}.

@domain.check check_domain domain_free domain_lookup whois
d Check whether a domain is free | Domain lookup
p domain:host
q is the domain {domain} (free/taken) | who has the domain {domain}
v check the domain {domain} | look up the domain {domain}
r status=free/taken -> The domain {domain} is {status}.

@link.shorten shorten_link short_url make_short_link tiny_link
d Shorten a link | Make a short address for a page
p url:url
v shorten (the link /){url} | make a short link for {url}
n a short link for {url}
r short=host -> The short link is {short}.

@vote.cast cast_vote vote_for submit_vote poll_vote
d Vote for a person | Cast a vote in the poll
p person
v vote for {person} | cast my vote for {person} | give my vote to {person}
r votes=2-900 -> {person} now has {votes} votes.

@laundry.start start_laundry wash_clothes washing_machine laundry
d Start the washing machine | Wash clothes at a temperature
p degrees:20-90, spin:bool?( with spinning/ without spinning)
v wash the clothes at {degrees} degrees | start the laundry at {degrees} degrees | do a {degrees} degree wash
r ends=time -> The laundry at {degrees} degrees ends at {ends}.

@fridge.check fridge_content check_fridge in_fridge fridge_lookup
d Check whether food is in the fridge | What the fridge holds
p item
q is there {item} in the fridge | how much {item} is in the fridge
v check the fridge for {item} | look for {item} in the fridge
r pieces=2-30 -> There are {pieces} pieces of {item} in the fridge.

@gym.class book_class gym_booking join_class reserve_class
d Book a class in the gym | Join a sports class
p sport, day
v book the {sport} class on {day} | sign me up for {sport} on {day} | reserve a place in the {sport} class for {day}
r trainer=name -> The {sport} class on {day} is booked, the trainer is {trainer}.

@hair.book book_haircut hairdresser salon_booking barber
d Book a haircut | Appointment at the hairdresser
p day, time
v book a haircut on {day} at {time} | get me a haircut for {day} at {time} | make a hairdresser appointment on {day} at {time}
r stylist=name -> {stylist} cuts your hair on {day} at {time}.

@lost.report report_lost lost_item lost_and_found report_loss
d Report a lost item | Lost and found in a city
p item, city
v report my {item} as lost in {city} | report that I lost my {item} in {city} | register the lost {item} in {city}
r case=code -> The lost {item} is registered as case {case}.

@postcode.find find_postcode zip_code postal_code get_zip
d Find the postal code of a city | Zip code lookup
p city
n the (postal/zip) code of {city} | the postcode of {city}
q which zip code does {city} have
r postcode=digits -> The postal code of {city} is {postcode}.

@embassy.find find_embassy embassy_of consulate embassy_address
d Find the embassy of a country | Address of an embassy
p country
n the embassy of {country} | the address of the embassy of {country}
q where is the embassy of {country}
r address=address phone=digits -> The embassy of {country} is at {address}, phone {phone}.

@visa.check visa_rules need_visa visa_check entry_rules
d Check the visa rules of a country | Whether a visa is needed
p country
q do I need a visa for {country} | can I enter {country} without a visa
p: the visa rules for {country} | the entry rules of {country}
r visa=needed/free/online days=10-90 -> For {country} a visa is {visa}, for a stay of {days} days.

@insurance.claim file_claim insurance_claim report_damage new_claim
d File an insurance claim | Report damage to the insurance
p item, amount
v file a claim of {amount} dollars for my {item} | report damage of {amount} dollars on my {item} to the insurance
r claim=code -> The claim for the {item} has the number {claim}.

@elevator.call call_elevator lift_to elevator go_to_floor
d Call the elevator | Bring the lift to a floor
p floor:2-60
v call the (elevator/lift) to floor {floor} | send the lift to floor {floor} | bring the elevator to floor {floor}
r seconds=5-90 -> The elevator is on floor {floor} in {seconds} seconds.

@water.meter read_meter water_usage meter_reading water_meter
d Read a water meter | Water that a flat used
p meter:code
n the reading of water meter {meter} | the water usage on meter {meter}
q how much water did meter {meter} count
r liters=20-990 -> Meter {meter} counted {liters} liters.

@trash.day trash_day garbage_pickup waste_collection bin_day
d When the trash is collected | Waste collection in a street
p address
n the (trash/garbage) day in {address} | the waste collection in {address}
q when is the trash collected in {address}
r day=day bin=green/black/blue -> In {address} the {bin} bin is collected on {day}.

@survey.rate rate_product give_rating submit_review leave_stars
d Rate a product | Leave stars for an item
p item, stars:2-5
v rate the {item} with {stars} stars | give {stars} stars to the {item} | leave a {stars} star review for the {item}
r average=2.5-4.9 -> The {item} now has {average} stars.

@video.find find_video video_search watch_video clip_search
d Find a video about something | Search clips
p query
n a (video/clip) about {query} | a video on {query}
v show me a video about {query} | find a clip about {query}
r video=title minutes=2-60 -> {video} about {query} lasts {minutes} minutes.

@photo.find find_photos photo_search search_pictures gallery
d Find photos of a person | Search the photo album
p person
p: the photos of {person} | my pictures of {person}
v find photos of {person} | look for pictures with {person} in my album
r photos=2-900 newest=date -> There are {photos} photos of {person}, the newest is from {newest}.
"""

#: Nouns of invented tools.
NOUNS_TEXT = """
permit quota badge roster ledger voucher coupon passport pension budget bonus discount deposit receipt warranty contract lease
patent license donation auction bid tariff subsidy grant scholarship stipend salary-slip fine penalty debt refund levy toll fee
fare rate score rank label tag stamp seal barcode blueprint sketch draft manuscript chapter stanza verse melody chord rhythm choir
orchestra rehearsal costume script scene stage curtain spotlight puppet mask trophy medal ribbon tournament bracket referee
whistle racket paddle helmet saddle harness kennel stable aquarium beehive nest burrow greenhouse compost seedbed orchard vineyard
barn silo tractor plough fence hammock canopy tent campsite trail compass rucksack lantern beacon buoy anchor harbor dock cargo
crate pallet container crane forklift conveyor turbine generator reactor boiler furnace chimney valve pump pipeline sewer
reservoir dam canal sluice aqueduct bridge tunnel viaduct runway hangar cockpit glider balloon satellite orbit telescope
observatory microscope specimen sample vaccine bandage splint crutch wheelchair ambulance ward clinic dosage allergy diagnosis
therapy syllabus lecture seminar thesis quiz diploma semester campus dormitory cafeteria locker keycard turnstile lobby balcony
attic cellar staircase corridor pantry cupboard drawer shelf wardrobe mattress pillow blanket carpet mosaic mural statue fountain
pavilion plaza kiosk booth market stall bakery brewery cheese-cave mill forge kiln loom spindle needle quilt zipper collar sleeve
boot sandal bracelet pendant brooch perfume lotion sponge broom bucket ladder drill chisel hammer rivet gear piston clutch gasket
sensor antenna modem router firewall cluster bucket-store pipeline-run snapshot backup webhook endpoint token session cookie cache
queue broker topic schema shard replica manifest artifact changelog milestone sprint backlog
"""
NOUNS = NOUNS_TEXT.split()

#: Verbs of invented tools that ask, how users say them, and verbs that act with what they leave behind.
READ_VERBS = "get find check fetch lookup show read query load retrieve see inspect".split()
READ_WORDS = "get|find|check|look up|fetch|show me|read|tell me|give me|see".split("|")
ACT_VERBS = {
    "book": "booked", "order": "ordered", "cancel": "cancelled", "start": "started", "stop": "stopped", "open": "opened",
    "close": "closed", "send": "sent", "delete": "deleted", "create": "created", "save": "saved", "archive": "archived",
    "print": "printed", "share": "shared", "lock": "locked", "unlock": "unlocked", "move": "moved", "reserve": "reserved",
    "repair": "repaired", "paint": "painted", "clean": "cleaned", "copy": "copied", "approve": "approved", "reject": "rejected",
    "pause": "paused", "resume": "resumed", "schedule": "scheduled", "test": "tested", "publish": "published", "sort": "sorted",
    "activate": "activated", "renew": "renewed", "return": "returned", "verify": "verified", "register": "registered",
    "enable": "enabled", "disable": "disabled", "update": "updated", "build": "built", "sell": "sold", "buy": "bought",
    "rent": "rented", "sign": "signed", "track": "tracked", "reset": "reset", "record": "recorded", "claim": "claimed",
    "deliver": "delivered", "collect": "collected", "extend": "extended", "freeze": "frozen", "release": "released",
}
SET_VERBS = "set change adjust put".split()

#: What an invented tool is asked about: (label, kind, names, what descriptions call it).
KEYS = [
    ("key", "name", "name person user who customer member owner client guest player", "person"),
    ("key", "city", "city place location town where site", "city"),
    ("key", "code", "id code key reference number serial ref", "code"),
    ("key", "digits", "number id no account code", "number"),
    ("key", "item", "item product thing object article subject", "thing"),
    ("key", "country", "country nation land region", "country"),
    ("key", "company", "company firm business brand vendor", "company"),
    ("key", "date", "date day when on", "date"),
    ("key", "room", "room area zone space", "room"),
    ("key", "word", "word key input value text arg", "word"),
    ("key", "madeupname", "name target subject input entity key", "name"),
    ("key", "title", "title name label query", "title"),
]

#: Further parameters of invented tools: (names, description, kind, what the user says; for false after the slash).
EXTRAS = [
    ("count quantity number", "How many", "2-99", " with a count of {x}"),
    ("size scale", "How big", "small/medium/large", " in size {x}"),
    ("level priority urgency", "How urgent", "low/medium/high", " with {x} priority"),
    ("color colour", "Which color", "red/green/blue", " in {x}"),
    ("day weekday when", "Which day", "day", " on {x}"),
    ("time at hour", "Time of day", "time", " at {x}"),
    ("limit max maximum", "Upper limit", "2-500", " with a limit of {x}"),
    ("weight kilos", "Weight in kilos", "1.5-99.5", " with a weight of {x}"),
    ("details verbose full", "Whether with details", "bool", " with details/ without details"),
    ("fast express urgent", "Whether it is fast", "bool", " by express/ without express"),
    ("note comment remark", "A note", "phrase", " with the note {x}"),
    ("format kind type", "Format of the answer", "short/long/table", " in {x} format"),
    ("month period", "Which month", "month", " in {x}"),
    ("language lang", "Which language", "language", " in {x}"),
    ("days duration", "How many days", "2-60", " for {x} days"),
    ("by agent assistant", "Who does it", "name", " by {x}"),
]

#: Fields of invented results.
FIELDS = [
    ("size", "2-999"), ("color", "color"), ("owner", "name"), ("city", "city"), ("total", "2-999"), ("price", "2.5-99.5"),
    ("code", "code"), ("day", "day"), ("state", "open/closed/active/full/empty"), ("count", "2-99"), ("time", "time"),
    ("kind", "word"), ("level", "low/medium/high"), ("score", "2-99"), ("grade", "first/second/third"), ("item", "item"),
]

# -- Values ----------------------------------------------------------------------------------------------------------------

MORE_NAMES = """
Agnes Albert Alfred Amara Amelia Amir Andrea Angela Anton Arthur Astrid Aurora Beatrice Benita Bernard Bianca Bjorn Boris Brenda
Caleb Camilla Carmen Caspar Cecilia Celine Charlotte Chloe Chris Claudia Colin Connor Cora Cyrus Dagmar Dalia Damian Darius
Deborah Denise Derek Diego Dominic Doris Duncan Edgar Edith Edwin Eleanor Eli Elias Elise Elsa Emil Enzo Esther Eugene Eva Evelyn
Ezra Felicia Fergus Florian Frida Gabriel Gareth Gemma Gerda Gilbert Giulia Gloria Gordon Greta Gudrun Gwen Hamid Harald Harriet
Hector Heidi Helen Herman Hilda Holly Howard Ibrahim Ilse Imogen Ingo Irene Isabel Ismael Ivy Jana Jasmin Jasper Jeremy Jerome
Joanna Jocelyn Joel Johan Josef Judith June Kaito Kamala Karim Katja Keith Kenneth Kira Kirsten Konrad Kristin Lana Larry Leah
Leila Lena Leonard Leroy Liam Lionel Lisa Lorenzo Louis Lucia Lydia Mabel Magda Malik Manuel Marcel Margot Marie Marina Mario
Marlene Martha Matilda Maurice Maya Melissa Mercy Michael Mila Miriam Mohan Monika Nadine Naomi Nathan Neil Nicole Nigel Noel
Norman Odette Olaf Oleg Orson Pablo Pamela Pascal Patricia Pedro Penelope Perry Philip Phoebe Priya Rachel Rafael Ramona Raymond
Rebecca Regina Renata Ricardo Robert Roger Roland Ronald Rosalie Roxana Rufus Rupert Sabine Salma Samir Sandra Sasha Selma Sergio
Sheila Sidney Silvia Simone Sonja Stanley Stefan Sven Sylvester Tamara Tariq Teresa Thelma Thomas Tilda Tobias Trevor Ursula
Valentin Valeria Vanessa Vincent Viola Violet Vladimir Wendell Wilhelm Winston Xenia Yannick Yasmin Yvonne Zacharias Zelda Zoltan
""".split()

SURNAMES = """
Abbott Adler Baker Barton Becker Bishop Blum Brandt Brook Carver Castle Chen Cole Cooper Cruz Dale Diaz Drake Eklund Engel Farrow
Fisher Flint Forster Garcia Gibson Gold Graves Haas Hale Hansen Hart Hayes Hoffman Holm Hunt Ito Jansen Jensen Kane Kato Keller
Khan Kim Klein Kowalski Lang Larsen Lee Lindgren Lopez Marsh Meyer Miller Moore Moreno Nakamura Nash Novak Okafor Olsen Park Patel
Pike Quist Reed Ricci Rivera Rossi Russo Sato Schmidt Shah Silva Stone Strand Suzuki Tanaka Thorne Torres Turner Vogel Wagner
Walsh Weber West Wolf Wong Young
""".split()

MORE_CITIES = """
Aachen Albany Algiers Alicante Almaty Amman Amsterdam Anchorage Antalya Arequipa Asmara Asuncion Aswan Avignon Baghdad Bamako
Bandung Bangkok Barcelona Bari Beirut Belfast Belgrade Belize Bergamo Birmingham Bologna Bonn Bordeaux Bratislava Brest Brighton
Brisbane Bruges Brussels Bucharest Budapest Buffalo Burgas Bursa Cadiz Cambridge Canberra Cancun Caracas Casablanca Catania
Chengdu Chennai Cleveland Coimbra Colombo Columbus Copenhagen Cordoba Cork Corfu Damascus Danang Darwin Davos Debrecen Detroit
Dhaka Dijon Dortmund Dubai Dundee Durban Dusseldorf Edinburgh Edmonton Eindhoven Erfurt Essen Exeter Faro Florence Frankfurt
Freiburg Fukuoka Galway Gdansk Genoa Girona Graz Granada Grenoble Groningen Guangzhou Haifa Halifax Hannover Harare Heidelberg
Hiroshima Hobart Honolulu Hyderabad Incheon Innsbruck Inverness Istanbul Jaipur Jena Johannesburg Kabul Kampala Karachi Kassel
Kathmandu Kazan Khartoum Kiel Kigali Kingston Kobe Konstanz Lahore Lausanne Leuven Limerick Linz Liverpool Ljubljana Luanda
Lucerne Lugano Lund Lusaka Luxor Madison Malaga Managua Manaus Manchester Mannheim Maputo Marrakesh Marseille Medellin Melbourne
Mendoza Merida Minsk Mombasa Monaco Montevideo Muscat Nagoya Nagasaki Nashville Newcastle Nicosia Norwich Nuremberg Odense Omaha
Orlando Orleans Osnabruck Oxford Padua Palermo Panama Parma Patras Pavia Philadelphia Pisa Pittsburgh Plovdiv Potsdam Poznan
Pretoria Puebla Pune Rabat Ravenna Reims Rennes Reykjavik Rijeka Rosario Rostock Rotterdam Rouen Salamanca Salzburg Santiago
Sapporo Sarajevo Savannah Shanghai Sheffield Siena Singapore Skopje Sofia Split Stavanger Stockholm Stuttgart Surabaya Tampere
Tangier Tartu Thessaloniki Tirana Toledo Toulouse Trento Trieste Trondheim Tucson Turku Ulm Uppsala Valencia Valparaiso Varna
Verona Vigo Windhoek Winnipeg Worms Wroclaw York Zagreb Zaragoza
""".split()

TODO_VERBS = choices("""
buy|call|feed|clean|fix|paint|wash|water|bring|order|find|return|visit|pack|sell|move|check|open|close|repair|collect|meet|
thank|print|carry|store|charge|cover|sort|empty|pick up|look for|pay for|write to|wait for|think about|ask about|send back|
take out|get rid of
""")
THINGS = choices("""
milk|bread|the dentist|the cat|the car|the plants|the windows|eggs|flowers|the landlord|the bike|the garage|apples|the neighbor|
the books|the laundry|rice|the fence|cheese|the doctor|the suitcase|a new lamp|paper|the tickets|the plumber|coffee|the bill|
the shoes|the piano|soap|the garden|a present|the report|the keys|batteries|the old sofa|the boss|tomatoes|the parcel|stamps|
the kitchen sink|the invitations|a cake|the fridge|honey|the grandparents|the dog|light bulbs|the roof|a warm coat|the contract|
carrots|the printer|oranges|the teacher
""")
ITEMS = choices("""
milk|bread|eggs|butter|apples|rice|cheese|coffee|tea|sugar|salt|honey|tomatoes|carrots|bananas|soap|shampoo|toothpaste|napkins|
candles|batteries|light bulbs|paper towels|dog food|cat litter|orange juice|olive oil|black pepper|brown rice|green tea|
dark chocolate|red wine|sunglasses|umbrella|backpack|headphones|keyboard|wallet|notebook|pencils|scissors|glue|lamp|pillow|
blanket|towel|frying pan|tea pot|coffee maker|desk chair|garden hose|hammer|paint brush|screwdriver|bicycle|skateboard|
tennis balls|chess set|guitar strings|camera bag|phone case|water bottle|rain boots|wool socks|winter coat|leather belt|
straw hat|silver ring|gold watch|solar panels|electric cars|wind energy|whales|volcanoes|black holes|old castles|steam engines|
robots|dinosaurs|pirates|deep sea fish|rain forests|jazz|origami
""")
POOLS = {
    "room": choices("""
kitchen|bedroom|bathroom|living room|hall|office|cellar|attic|garage|nursery|library|dining room|studio|workshop|guest room|
laundry room|lobby|pantry|balcony|playroom|gym|study|sauna|winter garden
"""),
    "language": choices("""
French|German|Spanish|Italian|Dutch|Danish|Polish|Korean|Japanese|Greek|Turkish|Arabic|Swedish|Finnish|Hindi|Latin|Portuguese|
Russian|Czech|Thai|Hungarian|Norwegian|Swahili|Irish|Welsh|Basque|Tamil|Hebrew
"""),
    "currency": choices("""
dollars|euros|pounds|yen|won|francs|crowns|pesos|rupees|lira|USD|EUR|GBP|JPY|KRW|CHF|SEK|NOK|INR|CAD|AUD|PLN
"""),
    "month": choices("""
January|February|March|April|May|June|July|August|September|October|November|December
"""),
    "country": choices("""
France|Germany|Spain|Italy|Korea|Japan|Greece|Turkey|Egypt|Sweden|Finland|India|Portugal|Russia|Thailand|Hungary|Norway|Kenya|
Ireland|Wales|Peru|Chile|Brazil|Canada|Mexico|Poland|Austria|Denmark|Belgium|Iceland|Morocco|Vietnam|Nepal|Cuba|Ghana|Estonia|
Latvia|Malta|Cyprus|Jordan|Israel|Oman|Fiji|Samoa|Angola|Zambia|Bolivia|Ecuador|Mongolia|Indonesia
"""),
    "team": choices("""
Tigers|Lions|Eagles|Bears|Sharks|Wolves|Hawks|Falcons|Panthers|Rockets|Giants|Pirates|Knights|Dragons|Bulls|Foxes|Owls|Ravens|
Comets|Storm|Vikings|Rangers|Pilots|Miners|Sailors|Cobras|Otters|Bisons|Titans|Flames|Jaguars|Badgers|Meteors|Hornets|Lynxes|
Stallions|Cyclones|Beavers|Spartans|Rhinos
"""),
    "food": choices("""
pizza|lasagna|pancakes|soup|chicken curry|apple pie|omelette|risotto|dumplings|fish soup|noodles|tacos|paella|sushi|goulash|
salad|potato salad|cheese cake|tomato soup|fried rice|banana bread|waffles|mushroom stew|bean burger|onion tart|carrot cake
"""),
    "drink": choices("""
white wine|red wine|cold beer|green tea|apple juice|water|lemonade|cider|coffee|milk|grape juice|iced tea|ginger ale
"""),
    "plant": choices("""
roses|tulips|tomatoes|basil|cactus|ferns|orchids|lavender|mint|ivy|sunflowers|strawberries|beans|peppers|palms|lilies|cucumbers|
daisies|rosemary|pumpkins|bamboo|moss|thyme|herbs
"""),
    "animal": choices("""
cat|dog|horse|rabbit|hamster|parrot|turtle|goat|sheep|pony|lizard|snake|goldfish|donkey|duck|hen|tiger|lion|bear|wolf|fox|camel|
zebra|otter|seal|whale|penguin|panda|mouse|crow|badger|beaver|moose|koala
"""),
    "birdname": choices("""
robin|crow|finch|heron|swallow|sparrow|parrot|kingfisher|blackbird|woodpecker|jay|magpie
"""),
    "device": choices("""
heater|fan|toaster|dishwasher|kettle|television|radio|laptop|tablet|speaker|freezer|humidifier|projector|air conditioner|
washing machine|coffee machine|scooter|drone|watch|phone|headset|drill|lawn mower|doorbell
"""),
    "sport": choices("""
running|swimming|yoga|cycling|boxing|rowing|tennis|climbing|dancing|hiking|skating|judo|pilates|karate|football|golf|fencing
"""),
    "subject": choices("""
math|history|biology|physics|music|chemistry|art|geography|french|latin|english|sports|ethics|drama|economics|astronomy
"""),
    "profession": choices("""
baker|nurse|teacher|plumber|cook|painter|driver|gardener|tailor|waiter|carpenter|librarian|welder|florist|pilot|farmer|dentist|
lawyer|barber|potter|translator|mason|roofer
"""),
    "color": choices("""
red|green|blue|white|black|yellow|orange|purple|grey|brown|pink|silver|golden
"""),
}
TITLE_FIRST = """
Blue Silent Golden Broken Hidden Silver Lonely Wild Crystal Burning Frozen Secret Distant Velvet Electric Paper Midnight Summer
Winter Crimson Empty Endless Fallen Gentle Hollow Iron Little Lost Northern Old Painted Quiet Rising Sacred Scarlet Shining
Sleeping Stolen Sweet Twisted Wandering White Wooden Yellow
""".split()
TITLE_SECOND = """
River Moon Garden Road Heart Train Island Forest Star City Bridge Dream Mirror Ocean Tower Rain Bird Night Lantern Castle Horizon
Letter Mountain Window Shadow Harbor Desert Dance Rose Storm Kingdom Orchard Whisper Meadow Compass Anchor Wolf Dragon Crown
Violin Circus Valley
""".split()
FILE_ENDINGS = "txt pdf csv md json png doc log xml html".split()
ADJECTIVES = "small large round soft quiet old narrow bright heavy thin warm strange kind useful sharp gentle rare hollow".split()
PROBLEMS_OF = choices("""
login|screen|printer|search page|app|door sensor|export|payment form|menu|update|mail server|camera|map|keyboard|chat
""")
PROBLEMS = choices("""
is broken|does not load|is too slow|shows nothing|stopped working|crashes|is missing|freezes|loses data|turns red
""")
#: The same in both splits.
DAYS = "monday tuesday wednesday thursday friday saturday sunday tomorrow today tonight".split()
DAYS += [day.capitalize() for day in DAYS[:7]]

# -- Wordings --------------------------------------------------------------------------------------------------------------

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
