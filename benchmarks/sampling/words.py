"""The words of the `sixty` workload: one intent, sixty rules, two hundred alternatives.

An alternative is words, `<rule>`, `{Slot}`, and `[…]` around what is optional; a weight stands
first. That is a part of gramc's language, and `description.py` reads it for all the peers.
"""

from __future__ import annotations

INTENT = "ArrangeMeeting"

ROOT = "<opening> <request> [/1.2/ <about>] <time> [/0.5/ <where>] [/0.2/ <extra>] [/0.3/ <last>]"

RULES = {
    "daypart": "morning | afternoon | /0.5/ evening",
    "hello": "/2/ hi | /3/ hey | good <daypart> | hello",
    "vocative": "/3/ there | my friend | /2/ assistant | everyone",
    "greeting": "/3/ <hello> <vocative> | <hello> | okay",
    "can_you": "/4/ can you | /3/ could you | would you | will you",
    "please": "/5/ please | kindly",
    "want": "/3/ I want to | /2/ I need to | I would like to | I have to",
    "want_you": "I want you to | /2/ I need you to | I would like you to",
    "asking": "/5/ <can_you> [<please>] | /2/ <want_you> | /3/ <want> | it is time to",
    "opening": "/4/ [/0.5/ <greeting>] <asking> | [<greeting>] <please>",
    "verb": "/3/ set up | /2/ arrange | organise | schedule | plan",
    "length": "/2/ short | quick | /0.5/ long | half hour",
    "kind": "/4/ meeting | call | /2/ chat | video call | conversation | workshop",
    "manner": "casual | private | weekly | /2/ small",
    "event": "/6/ a [<length>] [/0.4/ <manner>] <kind> | /0.5/ another <kind> | our next <kind>",
    "request": "<verb> <event> [/4/ <with_whom>] | /0.4/ put <event> <calendar>",
    "calendar": "/2/ in my calendar | on the calendar | in the shared diary",
    "team_name": "design | /2/ sales | support | finance | research",
    "team": "/3/ the <team_name> team | everyone from <team_name> | the <team_name> people",
    "people": "/5/ {Person} | {Person} and {Person} | <team>",
    "with_whom": "/4/ with <people> | together with <people> | for me and <people>",
    "about_word": "/4/ about | /2/ on | regarding | to talk about",
    "document_age": "/3/ latest | /2/ new | final | first",
    "document": "report | /2/ draft | budget | contract",
    "subject": "/4/ {Topic} | the <document_age> <document> | /0.7/ the <document> for {Topic}",
    "discuss": "/3/ discuss | /2/ go over | review | finish",
    "about": "/5/ <about_word> <subject> | so that we can <discuss> <subject>",
    "weekday": "monday | /2/ tuesday | wednesday | thursday | /2/ friday",
    "which_week": "/3/ of next week | of this week | in two weeks",
    "day": "/3/ on <weekday> | /2/ tomorrow | today | on <weekday> <which_week>",
    "hour": "/2/ nine | /2/ ten | eleven | two | three",
    "minutes": "fifteen | /2/ thirty | forty five",
    "day_half": "/2/ in the morning | in the afternoon | before lunch | after lunch",
    "clock": "/4/ at <hour> [<minutes>] | /0.5/ around <hour> or <hour> | <day_half>",
    "soon": "/2/ soon | this month | in the coming days",
    "flexible": "as soon as possible | /2/ whenever it suits | some time <soon>",
    "time": "/5/ <day> <clock> | <day> | /2/ <clock> <day> | /0.6/ <flexible>",
    "how_long": "/2/ half an hour | one hour | two hours | the whole morning",
    "duration": "/3/ for <how_long> | that takes no more than <how_long>",
    "where_word": "/4/ at | over at | somewhere near",
    "size": "/2/ big | small | quiet | upstairs",
    "room_kind": "/3/ conference room | office | library | kitchen",
    "room": "/2/ in the <size> <room_kind> | in room number <hour>",
    "where": "/4/ <where_word> {Venue} | <room> | <near> {Venue}",
    "near": "close to | /2/ next to | just across from | right behind",
    "remind_whom": "/3/ me | everyone | us",
    "ahead": "ten minutes before | /2/ an hour ahead | the day before",
    "note": "a note | /2/ an invitation | the details",
    "remind": "/2/ and remind <remind_whom> <ahead> | and send <remind_whom> <note>",
    "who_free": "/2/ everyone is free | there is room | the calendar allows it",
    "obstacle": "it is a holiday | someone is away | /0.5/ we can do without",
    "condition": "/2/ if <who_free> | unless <obstacle>",
    "extra": "/3/ <remind> | /2/ <condition> | <duration>",
    "thanks": "/2/ thanks | /3/ thank you | many thanks | cheers",
    "much": "/2/ so much | very much | in advance",
    "praise": "great | /2/ very kind | wonderful | lovely",
    "closing": "/4/ <thanks> [<much>] | that would be <praise>",
    "urgency": "/2/ it is urgent | time is short | it cannot wait",
    "reason": "/2/ because <urgency> | since <urgency>",
    "last": "/4/ <closing> | <reason>",
}

SLOTS = {
    "Person": """Anna Baker | /2/ Peter Cole | Maria Santos | /5/ James Wood | Emily Clarke
        | Tom Harding | /3/ Laura Bennett | David Okafor | Nina Petrov | /2/ Paul Fischer
        | Grace Kim | Oliver Stone | /4/ Sarah Miller | Ahmed Hassan | Julia Novak | Ben Carter
        | Chloe Martin | /2/ Daniel Reyes | Ruth Goldberg | Simon Hayes | Hannah Lee
        | /3/ Marco Rossi | Ingrid Larsen | George Patel | Fiona Grant | Leo Tanaka | /2/ Kate Walsh
        | Victor Moreau | Alice Turner | Henry Brooks | Sophie Adams | Martin Weber
        | /6/ Jane Morgan | Robert Ellis | Carla Mendes | Frank Doyle""",
    "Topic": """the quarterly budget | /3/ the new website | holiday plans | /2/ the hiring round
        | customer feedback | the office move | /4/ the product launch | travel expenses
        | the training course | /2/ next year | the annual review | delivery dates
        | the marketing plan | /3/ the roadmap | safety rules | the summer party | open questions
        | /2/ the test results | price changes | the partner contract | the data migration
        | our suppliers | /2/ the spring campaign | the press release""",
    "Venue": """the Old Mill | /3/ the Corner Café | the station hall | /2/ Green Street Kitchen
        | the town library | Hotel Bellevue | /2/ the Blue Door | the harbour office | Luigi's
        | the main building | /4/ the coffee bar | the rooftop terrace | Park Lane House
        | the city museum | /2/ the garden restaurant | the Red Lion | Maple Court
        | the science park | the west wing | /3/ the canteen""",
}

GIVEN = """Anna Peter Maria James Emily Tom Laura David Nina Paul Grace Oliver Sarah Ahmed Julia
    Ben Chloe Daniel Ruth Simon Hannah Marco Ingrid George Fiona Leo Kate Victor Alice Henry
    Sophie Martin Jane Robert Carla Frank Amelia Bruno Clara Dennis Elena Felix Greta Hugo Iris
    Jonas Karen Louis Monica Noah"""
MIDDLE = """Jo Lee May Rose Ann Jean Kay Lynn Ray Max Dean Blake Cole Drew Reed Jude Quinn Wren
    Faye Joy"""
FIRST_HALF = """Hart Wood Black Green Ash Stan Brad Whit Thorn Lang Mill Cal Fair Hazel Kings
    Lin Mor Nor Oak Pem Rad Sher Til Wal West"""
SECOND_HALF = """ley ford ton well wick field man worth ham more son by den gate brook land
    hurst shaw dale ridge stead combe bury low mere stone ward holt cote firth croft lock bourne
    mond leigh win pole vale berg strom"""
STREET = """Street Road Lane Court Square Hill Park Gate Place Row"""
PLACE = """Kitchen Library House Hall Hotel Bakery Museum Office Garden Studio Theatre Tavern
    Club Market Centre School Gallery Bar Café Church Station Arms Bookshop Gym Clinic Diner
    Bistro Lodge Inn Pavilion Chapel Cinema Arcade Tower Mill Cottage Barn Yard Forge Stables
    Wharf Terrace Deli Brewery Pharmacy Workshop Foundry Depot Nursery Salon Institute College
    Academy Auditorium Ballroom Boathouse Canteen Cellar Courtyard Dairy Emporium Farm Granary
    Greenhouse Grill Grove Hostel Labs Lounge Manor Mews Parlour Piazza Pier Pool Quarry Ranch
    Rooms Saloon Sanctuary Shed Shop Stadium Stores Suites Surgery Tearoom Tennis Temple Vault
    Veranda Villa Vineyard Warehouse Winery Works Zoo Rotunda Annexe Atelier"""
ADJECTIVE = """quarterly annual weekly monthly new old final first second next latest open shared
    internal external regional national global local digital printed early late revised draft
    agreed missing urgent joint summer winter spring autumn public private pending planned hidden
    recent common special general central northern southern eastern western small large
    full"""
FIELD = """budget website holiday hiring customer office product travel training review delivery
    marketing roadmap safety party test price partner data supplier campaign press design sales
    support finance research software hardware network security quality payment insurance legal
    export import energy water traffic building garden kitchen team project service market survey
    archive language music video photo storage shipping packaging printing translation parking
    catering cleaning"""
WHEN = """january february march april may june july august september october november december
    today tomorrow"""
PAPER = """plan report draft proposal schedule list review update summary forecast estimate
    question problem result policy figure agreement contract request complaint invoice presentation
    checklist analysis strategy"""
