"""English tables of the prose generator: invented people and places of a vanished province."""

from __future__ import annotations

import random
import re

from loom_tests.data.prose_grammar import Grammar, lines, words

WOMEN = words("""
    Adela Agatha Beatrix Blanche Camilla Celia Cordelia Dorothea Edith Eleanor Elspeth Esther Eunice Flora
    Frances Georgina Greta Harriet Helena Hester Ingrid Irene Isolde Judith Katrin Lavinia Leonora Lettice
    Louisa Lucinda Mabel Marian Matilda Millicent Minerva Miriam Nora Octavia Olga Ottilie Petra Philippa
    Rosalind Sabina Selma Sibyl Theodora Ursula Viola Wilhelmina""")
MEN = words("""
    Adrian Alaric Ambrose Anselm Archibald Barnaby Basil Benedict Bertram Caspar Cedric Clement Conrad
    Cornelius Cuthbert Desmond Edgar Edmund Erasmus Everard Felix Ferdinand Gideon Gilbert Godfrey Gustav
    Hector Hubert Ignatius Jasper Jerome Josiah Lambert Leopold Lucian Magnus Mortimer Nathaniel Oswald
    Percival Quentin Reinhold Rupert Silas Stanislaus Sylvester Thaddeus Tobias Ulrich Valentine""")

TABLES = {
    "sur1": words("""
        Al Ash Bal Bar Bel Ber Bran Brom Cald Car Cas Cran Dal Dar Del Dor Dun Eck El Fair Fal Far Fen Gal
        Gar Glad Gran Hal Ham Har Hasel Holm Is Kel Kir Lam Lang Lin Lor Mar Mel Mor Nor Or Os Pem Per Pol
        Ral Ren Ros Sal Sel Sher Stan Sten Tam Tar Thorn Tor Val Vor Wal War Wen Wil Wyn Zel"""),
    "sur2": words("""
        bach berg bourne brand brook burn by cott croft dale den dorf fell field ford grave hart holt hurst
        land ley low man mann mer mere mont more ner quist ridge rick ring row sen shaw son sted ston
        strand tham ton vale vik ward wick win wood worth"""),
    "town1": words("""
        Abber Alder Amber Arken Bitter Black Bram Brecken Calder Cinder Cold Copper Crow Drift Dun Elder
        Ember Fallow Fern Flint Fox Gold Grey Hallow Hart Hazel Heather High Hollow Iron Kestrel Lark Linden
        Long Marrow Marsh Mill Moss Nether North Oaken Otter Over Pebble Pine Quarry Raven Reed Rook Rowan
        Sallow Salt Shale Silver Stone Storm Summer Thistle Thorn Timber Under West Whin Willow Winter"""),
    "town2": words("""
        bank beck borough bridge burgh bury cliff combe cross dean end ferry firth gate ham haven head hythe
        keep lock market mead minster mouth port reach stead stoke thorpe wade water well wharf"""),
    "town": ("{town1}{town2}",),
    "last": ("{sur1}{sur2}",),
    "anyone": ("{woman} {last}", "{man} {last}"),
    "woman": WOMEN,
    "man": MEN,
    "trade": words("""
        apothecary archivist baker bargeman beekeeper bellfounder blacksmith bookbinder botanist brewer
        bricklayer cabinetmaker carpenter cartographer chandler clockmaker cobbler composer cooper courier
        dyer engineer engraver ferryman fiddler geologist glassblower glover goldsmith hatter innkeeper
        interpreter joiner lacemaker lamplighter locksmith magistrate mason midwife miller notary organist
        painter paviour physician piano-tuner pilot potter printer quarryman ropemaker saddler sailmaker
        schoolmaster shepherd shipwright stonecutter surveyor tanner teacher thatcher translator vintner
        watchman weaver wheelwright"""),
    "adj": words("""
        battered borrowed brass brittle broad brown carved cheap chipped clean copper costly crooked dark
        dented dusty elegant empty enormous faded famous fine folded foreign forgotten fragile gilded grey
        handsome heavy hollow ivory lacquered leather light locked long lost mended modest mysterious narrow
        neat new odd oiled old ornate painted pale patched plain polished precious quaint rare red rough
        rusty scratched sealed second-hand shabby silver simple slender small solid spare splendid stained
        striped sturdy stolen tall tattered thick thin torn unfinished unsigned useless valuable velvet
        wooden worn yellow"""),
    "thing": words("""
        almanac anchor anvil armchair atlas banner barometer barrel basket bell bench blanket bottle bowl
        bracelet briefcase brooch bucket bugle cabinet candlestick cello chart chess-set chest clock cloak
        compass crate cupboard cushion diary dictionary drum easel envelope fiddle flag flute fountain-pen
        goblet gramophone hammer harp harness hat helmet hourglass inkwell jar jug kettle key lace-collar
        ladder lantern lathe ledger lens letter lute manuscript map mask medal microscope mirror model-ship
        necklace notebook oar overcoat packet padlock parasol parcel pendant photograph pistol plate plough
        portrait pump quilt razor ring rope saddle sail satchel saw scarf screen sewing-machine shawl shield
        shovel sketchbook spade statue stove suitcase sword table tapestry teapot telescope tent thimble
        toolbox trunk trumpet typewriter umbrella vase vest violin wagon wallet watch weathervane wheel
        whistle"""),
    "room": words("""
        archive armoury arsenal assembly-room bakery barn barracks bathhouse boathouse brewery cellar chapel
        cloister coach-house colonnade conservatory corn-exchange counting-house courthouse crypt
        customs-house dockyard drawing-room dispensary farmhouse forge foundry gallery gatehouse granary
        guildhall harbour
        hospital infirmary inn kiln laundry library lighthouse loft mill museum observatory orangery orchard
        parlour post-house printing-house quarry quay refectory saw-mill stable studio tannery tavern theatre
        tollhouse tower town-hall vault vestry warehouse waiting-room workshop"""),
    "month": words("January February March April May June July August September October November December"),
    "weekday": words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "day": tuple(str(n) for n in range(1, 29)),
    "year": tuple(str(n) for n in range(1790, 1960)),
    "few": words("two three four five six seven eight nine ten eleven twelve fifteen eighteen twenty thirty"),
    "number": tuple(str(n) for n in range(13, 980)),
    "sum": ("{number} crowns", "{number} shillings", "{few} hundred crowns", "{number} florins"),
    "hour": (
        "half past {oclock}",
        "a quarter to {oclock}",
        "{oclock} in the morning",
        "{oclock} in the evening",
    ),
    "oclock": words("one two three four five six seven eight nine ten eleven"),
    "manner": words("""
        abruptly absently angrily anxiously bitterly bravely briefly calmly carefully cautiously cheerfully
        clumsily coldly discreetly eagerly firmly gently gladly grudgingly hastily honestly idly kindly
        loudly meekly patiently politely proudly quietly reluctantly sadly silently slowly solemnly steadily
        sternly stubbornly tenderly thoughtfully warily wearily"""),
    "feeling": words("""
        amusement anger anxiety boredom bitterness contempt curiosity delight despair disbelief dismay doubt
        envy gratitude grief guilt hope impatience indifference jealousy longing nostalgia pity pride regret
        relief remorse resolve shame sorrow surprise suspicion tenderness wonder"""),
    "goods": words("""
        almonds amber barley beeswax bricks candles chalk charcoal cheese cider cinnamon cloth coal coffee
        copper cork cotton feathers flax flour ginger glass hemp herring hides honey hops indigo iron lead
        leather lime linen malt marble molasses mustard nails oats olives paper pepper plums porcelain rye
        saffron salt sand silk slate soap spice sugar tallow tar tea timber tin tobacco vinegar walnuts
        wax wheat wine wool zinc"""),
    "event": lines("""
        the flood of {year}
        the long winter of {year}
        the spring fair
        the regatta
        the funeral of {anyone}
        the wedding of {anyone}
        the trial of {anyone}
        the harvest supper
        the great fire
        the strike at the {room}
        the opening of the {room} in {town}
        the eclipse
        the census of {year}
        the auction at {town}"""),
    "weather": lines("""
        rain fell over {town} for {few} days
        a thick fog lay on the river below {town}
        the wind from {town} rattled every shutter of the {room}
        snow had closed the road between {town} and {home}
        the heat made the tar run between the stones of {home}
        the first frost whitened the roofs of {town}
        thunder rolled {few} times beyond the {room}
        the tide stood higher than anyone at {town} remembered"""),
    "opener": lines("""
        in {month} {year},
        on {day} {month},
        one {weekday} in {month},
        shortly after {event},
        before {event},
        at {hour},
        for {few} weeks
        {few} days later,
        that {weekday},
        to the {feeling} of {friend},
        according to {anyone},
        with {feeling} and without a word,
        as the {trade} {anyone} recalled,
        on the advice of {anyone},
        despite {event},
        during {event},
        by {month},
        the following {month},
        against all expectation,
        out of pure {feeling},"""),
    "tail": lines("""
        although {weather}
        and {weather}
        while {anyone} waited {manner} by the {room}
        which {friend} took for a sign of {feeling}
        and the {trade} from {town} said nothing
        because the {room} had been shut since {month}
        as {event} had taught everyone in {home}
        and nobody asked about the {adj} {thing}
        so that the people of {town} spoke of it for {few} years
        though {anyone} remembered it otherwise
        until the {trade} came back from {town}
        for reasons that {anyone} explained only in {year}
        and paid {sum} for the trouble
        just as the bells of {town} rang {oclock}"""),
    "intro": lines("""
        {who}, the {trade} of {home}, was born in {town} in {year}
        {who} came to {home} in {month} {year} with a {adj} {thing} and {sum}
        nobody in {home} knew {who} better than {friend}, a {trade} from {town}
        the {adj} house beside the {room} of {home} belonged to {who}, a {trade}
        in the spring of {year} the {trade} {who} bought the {room} of {home} for {sum}
        the account of {who}, once a {trade} in {town}, begins with a {adj} {thing}
        {who} and {friend} had shared a {adj} room above the {room} since {event}
        the parish book of {home} mentions {who} for the first time in {month} {year}
        after {event}, {who} was the only {trade} left in {home}
        {friend} first wrote to {who} about the {adj} {thing} on {day} {month} {year}"""),
    "clause": lines("""
        {he} carried the {adj} {thing} to the {room} and left it with {anyone}
        {who} sold {number} sacks of {goods} to a {trade} in {town}
        {friend} asked {him} {manner} for the {thing} that {anyone} had lent
        {he} found a {adj} {thing} under the floor of the {room}
        the {trade} of {town} offered {him} {sum} for the {adj} {thing}
        {friend} wrote {manner} that the {room} would need {number} barrels of {goods}
        {he} kept {his} {thing} in a {adj} {thing} and told only {anyone}
        {who} walked the {few} miles from {home} to {town} without a word
        a {trade} named {anyone} brought news of {event}
        {he} counted {number} crates of {goods} in the {room} at {town}
        the price of {goods} rose to {sum}
        {friend} and the {trade} quarrelled {manner} over a {adj} {thing}
        {he} repaired the {thing} of {anyone} and asked for nothing
        {his} letter about {event} reached {town} after {few} weeks
        the council of {home} chose {anyone} to look after the {room}
        {he} spoke {manner} of {event} and of the {goods} that was lost there
        {who} learned the work of a {trade} from {anyone}
        a boat with {number} sacks of {goods} lay at {town} for {few} nights
        {friend} painted the {room} of {town} with {feeling} in every line
        {he} answered {manner} that a {trade} needs no {adj} {thing}
        {anyone} left {him} a {adj} {thing}, {few} books and a debt of {sum}
        {he} crossed the river to {town} with {friend} and a load of {goods}
        the old {trade} looked at the {thing} with {feeling} and then looked away
        {he} read the {adj} {thing} twice and burned it in the {room}
        {who} hid the {thing} behind the {room} where {anyone} had worked
        {friend} traded a {adj} {thing} for {number} pounds of {goods}
        the road from {home} to {town} passed a {adj} {room} that {he} knew
        {he} dreamed {manner} of {town} and of a {adj} {thing}
        {anyone} played the {thing} in the {room} and {friend} sang
        {he} promised the {trade} to return the {thing} by {month}
        two strangers from {town} asked at the {room} for {friend}
        {he} measured the {room} with a {adj} {thing} and wrote down {number} feet
        the {goods} from {town} proved better than the {goods} of {home}
        {who} met {anyone} at the {room} and felt only {feeling}
        the letter was signed by {anyone}, {trade}, and dated {day} {month} {year}
        {friend} lost {sum} at cards to a {trade} called {anyone}
        {he} lit the stove of the {room} and waited for {anyone}
        the {trade} {manner} refused to lend {him} the {adj} {thing}"""),
}

_ARTICLE = re.compile(r"\b([Aa]) (?=[aeiou])")


def paragraph(rng: random.Random) -> list[str]:
    """Return the sentences of one paragraph about one person in one place."""
    grammar = Grammar(TABLES, rng)
    female = grammar.chance(0.5)
    grammar["who"] = f"{grammar.pick('woman' if female else 'man')} {grammar.pick('last')}"
    grammar["friend"] = grammar.pick("anyone")
    grammar["home"] = grammar.pick("town")
    grammar.update(he="she", his="her", him="her") if female else grammar.update(
        he="he", his="his", him="him"
    )
    return [_sentence(grammar, first=i == 0) for i in range(4 + grammar.below(5))]


def with_articles(text: str) -> str:
    """Write "an" for "a" before a vowel."""
    return _ARTICLE.sub(r"\1n ", text)


def _sentence(grammar: Grammar, first: bool) -> str:
    text = grammar.pick("intro" if first else "clause")
    if not first and grammar.chance(0.45):
        text = f"{grammar.pick('opener')} {text}"
    if grammar.chance(0.35):
        text = f"{text}, {grammar.pick('tail')}"
    return with_articles(f"{text[0].upper()}{text[1:]}.")
