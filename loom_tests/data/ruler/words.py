"""The vocabulary of the RULER generators: plain English words, each in one list only."""

from __future__ import annotations

import random
from collections.abc import Iterator

from loom_tests.data.prose_grammar import words

ADJECTIVES = words("""
    able abrupt absent acid active agile alert alike alive amber ample ancient angry apt arctic ardent
    arid astute aware awful azure bare basic bitter black bland bleak blind blue blunt bold boring
    bouncy brave brief bright brisk broad broken bronze brown bulky bumpy burly busy calm candid careful
    casual cheap cheerful chilly chubby civil classy clean clear clever cloudy clumsy cold comic common
    cool coral costly cozy crafty crazy creamy crimson crisp cruel curious curly curved cute daily damp
    daring dark dear decent deep dense direct dizzy double drab dreary dry dull dusty eager early
    earnest easy elastic elegant empty equal exact exotic faint fair famous fancy fast fatal feeble
    fierce final fine firm fit flaky flat fluffy foggy fond formal frail frank free fresh friendly
    frosty frozen funny furry fuzzy gaudy gentle giant giddy glad gleaming gloomy glossy golden good
    grand grave greasy great green grim gritty grumpy handy happy hard harsh hasty hazy heavy hollow
    honest hot huge humble hungry icy ideal idle immense inner ivory jagged jolly jovial joyful juicy
    jumpy keen kind lame large lasting lavish lazy lean light limp little lively local lofty lonely long
    loose loud lovely loyal lucky lush mad major mellow merry messy mighty mild minor misty modern
    modest moist muddy murky mute narrow nasty naval neat nervous new nice nimble noble noisy normal
    novel numb oblong odd old open orange oval pale patient perfect petty pink placid plain plump plush
    polite poor precise pretty prickly proud pure purple quaint quick quiet rapid rare raw ready real
    red regal rich rigid ripe robust rosy rotten rough round royal rude rural rusty sad safe salty sandy
    scarce scarlet secret serene shady shallow sharp shiny short shrill shy silent silky silly simple
    sleek sleepy slender slim slow small smart smooth sober soft solemn solid sore sour spare sparse
    spicy spotty square stale stark steady steep sticky stiff stout strange strict strong sturdy subtle
    sudden sunny super superb sweet swift tall tame tart tasty tender tense tepid thick thin thirsty
    thorny tidy tight tiny tired tough tragic tricky true trusty ugly unique upbeat upper urban useful
    vague vain vast velvet vibrant violet vivid warm wary wavy weak wealthy weary weird wet white whole
    wicked wide wild windy wise witty wooden woolly worthy yellow young zany zealous""")

NOUNS = words("""
    account acorn acre actor agency airport album alcove alley almond altar amount anchor angle ankle
    answer antler apron arch arena arm armor arrow artist ash aspect atom attic aunt author autumn
    avenue award axis badge bagel baker balcony ball banana band banjo bank barn barrel basin basket bat
    beach bead beam bean bear beard beaver bed bee beetle bell belt bench berry bicycle bird biscuit
    blanket block blossom board boat bolt bonnet book boot border bottle boulder bowl box bracelet
    branch bread breeze brick bridge broom brother brush bucket buffalo bug builder bulb bundle bush
    butter button cabin cable cactus cake camel camera camp canal candle cannon canoe canvas canyon cap
    captain caravan card carpet carrot cart castle cave cedar cellar chain chair chalk chapel cheese
    cherry chest chicken child chimney chin choir circle circus citizen city clarinet cliff cloak clock
    cloth cloud clover coach coast coat cobra coffee coin collar comet compass concert cook copper cork
    corner cottage cotton couch cousin cow crab cradle crane crate crayon creek crow crown crystal cup
    curtain cushion dad daisy dancer deer desert desk diamond dinner doctor dog doll dolphin donkey door
    dragon drawer dream dress drum duck eagle ear earth easel eclipse edge egg elbow elephant elm engine
    envelope estate evening event eye fabric face factory falcon farm farmer father feast feather fence
    fern ferry festival field fig finger fire fish flag flame flea flower flute fog forest fork fort
    fossil fountain fox freckle friend fruit funnel galaxy gallery game garage gate gazelle ghost
    giraffe glacier glass glove goat goose grape grass guest guitar gull hail hair hammer hammock hand
    harbor harp hat hawk hay hedge heel helmet herb heron hill hinge hippo honey hood hook horn horse
    hospital hotel house hut ice igloo ink insect island ivy jacket jam jar jaw jeans jelly jewel juice
    jungle kettle key king kite knee knight knot lace ladder lake lamb lamp lantern laptop laundry leaf
    leather lemon leopard letter library lime linen lion lizard llama lobster locket log lotus lumber
    lunch machine magnet maid mango mantle map maple marble market mask mast meadow meal medal melon
    metal meteor mill mint mirror mitten monkey moon morning mosque moth motor mountain mouth muffin
    mule museum mushroom music mustard napkin neck needle nest net night nose notebook nurse oak oasis
    oat ocean office olive onion orchard orchid otter oven owl oyster paddle page paint palace palm
    panda panther paper parade parcel parrot party pasta path peach peacock peanut pearl pebble pedal
    pelican pen pencil pepper piano pickle picture pie pigeon pillow pilot pine pipe pirate pitcher
    planet plank plate plaza plow plum pocket poem poet pond pony porch potato pottery powder prince
    prize puddle pump pumpkin puppet puzzle quail quartz queen quilt rabbit raccoon radio radish raft
    rail rain ranch raven razor reef ribbon rice rifle ring river road robin rock rocket roof room
    rooster root rope rose ruby rug sailor salad salmon salt sand sapphire sauce scale scarf school
    scissors sculptor seal season seed shadow shark shed sheep shelf shell shirt shoe shore shoulder
    shovel sign singer sister skirt skull sky sled sleeve slope snail snake snow soap soccer sock
    soldier soup spark sparrow spider spike spinach spoon spring squid stable stage stair stamp star
    statue steam stem stone stool store storm stove straw stream street string sugar suit summer sun
    swallow swamp swan sweater table tailor target tea teacher temple tennis tent theater thimble thread
    throne thumb thunder ticket tiger toad toast toe tomato tongue tooth torch tower toy tractor train
    tray tree trumpet trunk tulip tunnel turkey turtle twig uncle valley van vase vault veil vest
    village vine violin volcano wagon waiter wall walnut walrus watch water wave wax weasel web whale
    wheat wheel whip whistle willow window wing winter wizard wolf woman wood wool worm wrench wrist
    yard yarn year zebra zipper""")

VERBS = words("""
    absorb accept adapt add admire admit adopt advise agree allow amuse announce appear applaud argue
    arrange arrive ask attach attend avoid bake balance beg begin behave believe belong bend blink boil
    borrow bounce bow breathe bring build bury buy calculate call carry carve catch celebrate change
    charge chase chew choose claim clap climb close collect compare compete complain confess confuse
    connect consider contain continue copy cough count crawl create cross cry cure dance decide decorate
    defend deliver depend describe destroy develop disagree discover divide doubt drag drain draw drift
    drink drive drop earn eat embrace employ encourage enjoy enter escape examine excuse exercise exist
    expand expect explain explore fade fail fasten feed fetch fill find fix float fold follow forgive
    freeze gather gaze give glow greet grin grow guess guide happen hate heal hear help hesitate hide
    hop hope hug hum hunt hurry identify ignore imagine improve include inform inject injure intend
    introduce invent invite itch join joke judge juggle jump kick kneel knit knock know laugh launch
    learn leave lend lift listen live lose love manage march matter measure meet melt memorize mend mix
    moan mourn move multiply murmur nod notice obey observe obtain occur offend offer order owe own pack
    park pass pause peel perform permit persuade pinch plan play plead please point polish possess post
    pour practice praise pray prefer prepare present press pretend prevent produce promise protect
    provide pull punish push raise reach read receive recognize reduce refuse regret reject relax
    release rely remain remember remind remove repair repeat reply request rescue rest return rinse rob
    roll ruin run sail save say scatter scold scrape scream scrub search seem select sell send separate
    serve settle shake share shiver show shrug shut sing sink sip skip slap sleep slide smash smile
    sneeze sniff solve speak spell spend spill spoil spray sprout squeak squeeze stare start stay steal
    stir stitch stop strengthen stretch stroke study succeed suffer suggest supply support suppose
    surprise surround suspect suspend swear swim swing talk tap taste teach tease tell thank think throw
    tickle tie touch trace trade transport travel tremble trot trust try turn twist understand undress
    unite unlock unpack vanish visit wait wake walk wander want warn wash waste weave weigh welcome
    whine whisper win wink wipe wish wonder work worry wrap wrestle write yawn yell""")


def keys(rng: random.Random) -> Iterator[str]:
    """Yield adjective-noun keys such as "swift-harbor" in random order, none twice."""
    seen: set[str] = set()
    while len(seen) < len(ADJECTIVES) * len(NOUNS):
        key = f"{rng.choice(ADJECTIVES)}-{rng.choice(NOUNS)}"
        if key not in seen:
            seen.add(key)
            yield key


def list_words(rng: random.Random) -> Iterator[str]:
    """Yield every word of the vocabulary in random order, then compounds such as "oakharbor".

    A word that contains one of the first ten, or is contained in one, is left out: the first ten are the
    answers of `cwe`, which is scored by containment.
    """
    vocabulary = [*ADJECTIVES, *NOUNS, *VERBS]
    rng.shuffle(vocabulary)
    answers: list[str] = []
    seen: set[str] = set()
    for word in _then_compounds(vocabulary, rng):
        if word in seen or any(word in answer or answer in word for answer in answers):
            continue
        if len(answers) < 10:
            answers.append(word)
        seen.add(word)
        yield word


def _then_compounds(plain: list[str], rng: random.Random) -> Iterator[str]:
    yield from plain
    while True:
        yield rng.choice(NOUNS) + rng.choice(NOUNS)
