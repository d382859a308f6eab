"""Russian tables of the prose generator. Every noun declines regularly; the forms are built once, by class.

Only words of fully regular classes are listed: masculine nouns on a hard consonant, feminine nouns on -а,
neuter nouns on -о, adjectives on -ый, surnames on -ов and -ин, towns on -ск and -ка. Verbs are past forms
on -л: the slot {а} adds the ending of the person in question.
"""

from __future__ import annotations

import random
import re
from functools import cache

from loom_tests.data.prose_grammar import Grammar, lines, words

CASES = ("nom", "gen", "dat", "acc", "ins", "pre")
_NO_Y = "гкхжшчщ"  # after these letters и is written for ы
ENDINGS = {
    "m": ("", "а", "у", "", "ом", "е"),
    "f": ("а", "ы", "е", "у", "ой", "е"),
    "n": ("о", "а", "у", "о", "ом", "е"),
    "man": ("", "а", "у", "а", "ом", "е"),
    "surname_m": ("", "а", "у", "а", "ым", "е"),
    "surname_f": ("а", "ой", "ой", "у", "ой", "ой"),
    "adj_m": ("ый", "ого", "ому", "ый", "ым", "ом"),
    "adj_f": ("ая", "ой", "ой", "ую", "ой", "ой"),
    "adj_n": ("ое", "ого", "ому", "ое", "ым", "ом"),
}

PRONOUNS = {
    "m": {"nom": "он", "acc": "его", "dat": "ему", "pre": "нём"},
    "f": {"nom": "она", "acc": "её", "dat": "ей", "pre": "ней"},
}

ADJECTIVES = words("""
    алый бархатный белый бесценный битый бронзовый бурый дорожный
    дубовый железный жёлтый забытый зелёный изящный казённый каменный картонный красивый красный
    круглый крупный лакированный латунный медный мраморный неизвестный необычный новый овальный ореховый
    парадный пёстрый плотный полосатый помятый потёртый праздничный пыльный разбитый розовый
    свадебный светлый серебряный серый скромный славный сломанный сосновый старинный старый стеклянный
    странный тёмный тёплый тяжёлый узорный фамильный фарфоровый ценный чёрный чудесный
    чугунный шёлковый ясеневый""")
THINGS_M = words("""
    альбом атлас барабан барометр билет блокнот браслет веер глобус графин диван дневник договор
    документ журнал зонт каталог кинжал колокол компас комод конверт кувшин кулон манускрипт
    медальон микроскоп молот мундир паспорт плакат портрет поднос прибор протокол револьвер роман рупор
    самовар сборник секстант сервиз сундук телескоп термометр топор фонограф хомут хронометр чемодан шарф
    штурвал щит экспонат ярлык""")
THINGS_F = words("""
    ваза вышивка газета гитара гравюра грамота доска карта картина книга коробка корзина кружка кукла лампа
    линза лодка лупа марка маска монета мозаика монограмма открытка папка пила подкова подушка
    посылка пряжка рама рубашка скрипка скульптура сумка схема тарелка
    труба трубка форма флейта фляга чашка шапка ширма шкатулка шляпа шпага шуба""")
THINGS_N = words("зеркало кресло блюдо весло перо письмо полотно седло колесо ведро сукно решето")
PLACE_ADJECTIVES = words("""
    старый новый забытый каменный тёмный пустынный заброшенный светлый просторный знаменитый казённый тесный
    шумный кирпичный деревянный мрачный уютный запертый главный """)
PLACES_M = words("""
    амбар архив базар барак вокзал двор дом завод зал кабинет каземат лазарет
    магазин павильон подвал погреб порт приют склад собор суд театр трактир храм
    цех чулан""")
PLACES_F = words("""
    аптека аркада беседка ферма застава изба казарма контора
    лавка пасека
    усадьба ярмарка""")
TRADES = words("""
    агроном адвокат архитектор астроном библиограф ботаник географ геолог гравёр доктор
    землемер инженер историк картограф капитан кондитер корректор лесник лоцман механик
    музыкант натуралист нотариус органист плотник почтальон профессор садовник
    телеграфист фельдшер фотограф химик хирург чиновник шорник
    экспедитор этнограф юрист""")
MEN = words("""
    Антон Артур Борис Вадим Валентин Виктор Владислав Герман Денис Захар Иван Игнат Кирилл
    Константин Леонид Макар Максим Мирон Назар Никон Олег Пахом Платон Прохор Родион Роман Семён
    Степан Тарас Тимур Тихон Трофим Федот Филипп Фрол Эдуард Эммануил Юлиан Яков""")
WOMEN = words("""
    Александра Алла Алевтина Анна Антонина Варвара Вера Владлена Галина Глафира Екатерина Елена Елизавета
    Зинаида Инна Кира Клара Лариса Любава Людмила Марина Марта Марфа Надежда Нина Оксана Полина Раиса
    Римма Светлана Серафима Тамара Татьяна Ульяна Фаина Фёкла Элла Эмма""")
SURNAMES = tuple(
    a + b + c
    for a in words(
        "Бар Бел Бес Вар Вер Гал Гор Гур Дар Дем Ерм Жар Зар Зим Кал Кар Кол Кос Лар Луж Мар Мел Мир Мур Наз "
        "Ног Ост Пан Пет Рак Род Сав Сел Сол Тар Тим Туб Фад Хар Хол Чар Шар Юр Яр"
    )
    for b in words("ан ар ат ен ет ин им ит он ох ул ун уш ыр")
    for c in ("ов", "ин")
)
TOWNS = tuple(
    a + b + c
    for a in words(
        "Бел Бор Бы Верх Вос Гор Дви Зав За Зимо Изо Кам Ко Красно Крив Луго Мало Мо Нижне Ново Оль При Рай "
        "Сви Сере Славо Сосно Старо Су Те Ту Угло Ух Хо Чер Ше Яро"
    )
    for b in words(
        "береж бор валд гор горь дон зёр кам лес лог мень мир мор пол реч ров сад степ тон цвет яр"
    )
    for c in ("ск", "инск", "овка", "инка")
)
GOODS = words("""
    угля хлеба чая сахара овса льна мёда воска табака сукна железа масла сыра проса зерна перца соли муки
    шерсти пеньки кожи бумаги олова меди свинца ржи пшеницы гречки крупы рыбы дёгтя мела извести смолы""")
MONTHS_GEN = words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
MONTHS_PRE = words("январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре")

PHRASES = {
    "year": tuple(str(n) for n in range(1790, 1960)),
    "day": tuple(str(n) for n in range(1, 29)),
    # counts that take the genitive plural
    "number": tuple(str(n) for n in range(15, 990) if n % 10 in (0, 5, 6, 7, 8, 9)),
    "few": words("пять шесть семь восемь девять десять одиннадцать двенадцать пятнадцать двадцать тридцать"),
    "months": MONTHS_GEN,
    "in_month": MONTHS_PRE,
    "goods": GOODS,
    "sum": ("{number} рублей", "{number} червонцев", "{few} целковых", "{number} копеек"),
    "manner": words("""
        быстро бережно весело внимательно грустно громко долго жадно задумчиво искренне кротко ласково лениво
        молча напряжённо невольно неохотно нежно нервно осторожно охотно печально подробно робко сердито
        скромно сразу сухо тихо торжественно тревожно трепетно упорно уверенно устало хмуро честно"""),
    "with": words(
        "волнением восторгом грустью досадой завистью любопытством надеждой недоверием облегчением "
        "обидой радостью раздражением сожалением тоской тревогой удивлением участием"
    ),
    "event": lines("""
        большого наводнения
        осенней ярмарки
        пожара в {town_pre}
        суда над {other_ins}
        переписи {year} года
        свадьбы в {town_pre}
        долгой зимы {year} года
        открытия моста у {town_gen}
        праздника урожая
        солнечного затмения
        забастовки в {town_pre}"""),
    "weather": lines("""
        над {town_ins} {few} дней шёл дождь
        снег закрыл дорогу до {town_gen}
        ветер гнал тучи к {town_dat}
        у {town_gen} стоял густой туман
        в {town_pre} ударил первый мороз
        над рекой у {town_gen} гремел гром"""),
    "opener": lines("""
        в {in_month} {year} года
        {day} {months} {year} года
        после {event}
        до {event}
        во время {event}
        через {few} недель
        спустя {few} дней
        по совету {other_gen}
        по словам {other_gen},
        к концу {months}
        в начале {months}
        ради {other_gen}
        назло {other_dat}
        вместе с {other_ins}
        на глазах у {other_gen}"""),
    "tail": lines("""
        хотя {weather}
        а {weather}
        потому что {weather}
        и об этом {few} лет говорили в {town_pre}
        но никто в {home_pre} этого не заметил
        пока {trade_nom} из {town_gen} ждал ответа
        о чём потом писали в {town_pre}
        и это стоило {sum}
        как учила память {event}
        а {trade_nom} {m_nom} только молчал
        чтобы угодить {other_dat}
        и {trade_nom} из {town_gen} этому не поверил"""),
    "intro": lines("""
        {who} родил{ся} в {town_pre} в {year} году
        {who} приехал{а} в {home_acc} в {in_month} {year} года и сразу купил{а} {thing_acc}
        в {home_pre} {who_acc} знали все, но лучше всех знал {trade_nom} {m_nom}
        рассказ о том, как {who} жил{а} в {home_pre}, записал {trade_nom} {m_nom}
        после {event} {who} остал{ся} в {home_pre} без денег
        впервые {who_acc} упомянул в письме {trade_nom} {m_nom}
        дом у {place_gen} в {home_pre} купил{а} за {sum} {who}
        {who} и {friend} познакомились в {town_pre} после {event}
        о {who_pre} в {home_pre} вспоминали {manner}"""),
    "clause": lines("""
        {who} {manner} положил{а} {thing_acc} возле {place_gen}
        {who} продал{а} {number} пудов {goods} в {town_pre}
        {trade_nom} из {town_gen} предложил {who_dat} {sum} за {thing_acc}
        возле {place_gen} {who} обнаружил{а} {thing_acc}
        {friend} {manner} попросил {who_acc} вернуть {thing_acc}
        {who} {manner} спрятал{а} {thing_acc} под {thing_ins}
        дорога от {home_gen} до {town_gen} шла мимо {place_gen}
        {who} насчитал{а} {number} мешков {goods} у {place_gen}
        {trade_nom} {m_nom} рассказал {who_dat} историю {event}
        {who} с {with} посмотрел{а} на {thing_acc}
        {who} написал{а} {other_dat} {number} строк о {town_pre}
        цена {goods} в {town_pre} поднялась на {sum}
        {friend} и {trade_nom} {manner} спорили из-за {thing_gen}
        {who} обменял{а} {thing_acc} на {number} фунтов {goods}
        совет {home_gen} поручил {other_dat} присмотр за {place_ins}
        {who} {manner} починил{а} {thing_acc} и ничего не взял{а}
        письмо {other_gen} шло до {home_gen} {few} недель
        баржа с грузом {goods} {few} дней стояла у {town_gen}
        {who} забрал{а} {thing_acc} из {place_gen} и вернул{ся} к {other_dat}
        {who} увидел{а} {other_acc} за {place_ins} и промолчал{а}
        {trade_nom} {manner} отказал {who_dat} в помощи
        {who} отдал{а} {trade_dat} из {town_gen} {thing_acc} и {sum}
        двое приезжих из {town_gen} спросили у {place_gen} о {other_pre}
        {friend} проиграл {trade_dat} {m_dat} {sum}
        {who} вспоминал{а} {town_acc} с {with} и подолгу молчал{а}
        {m_nom} подарил {who_dat} {thing_acc} и {thing_acc}
        {who} прочитал{а} письмо и {manner} порвал{а} его у {place_gen}
        {who} дал{а} слово {other_dat} вернуть {thing_acc} до {months}
        {who} изучал{а} ремесло вместе с {trade_ins} {m_ins}
        {who} переплыл{а} реку у {town_gen} с {trade_ins} и грузом {goods}
        {trade_nom} нарисовал {place_acc} в {town_pre} с большим {with_m}
        {who} сравнил{а} {thing_acc} с {thing_ins} из {town_gen}
        {who} {manner} ждал{а} {other_acc} у {place_gen}
        {trade_nom} {m_nom} построил возле {place_gen} {thing_acc}"""),
    "with_m": words(
        "волнением восторгом любопытством недоверием облегчением раздражением сожалением удивлением"
    ),
}

_WITH = re.compile(r"\b([Сс]) (?=[СЗШЖсзшж][^аеёиоуыэюя])")
_ABOUT = re.compile(r"\b([Оо]) (?=[АИОУЭаиоуэ])")


def decline(word: str, kind: str) -> dict[str, str]:
    """Return the six singular forms of a noun, name or adjective (given in the masculine nominative)."""
    stem = word[: len(word) - {"f": 1, "n": 1, "adj_m": 2, "adj_f": 2, "adj_n": 2}.get(kind, 0)]
    return {
        case: stem + ("и" if ending == "ы" and stem[-1] in _NO_Y else ending)
        for case, ending in zip(CASES, ENDINGS[kind], strict=True)
    }


def paragraph(rng: random.Random) -> list[str]:
    """Return the sentences of one paragraph about one person in one place."""
    grammar = Grammar(_tables(), rng)
    female = grammar.chance(0.5)
    names, first, last = (WOMEN, "f", "surname_f") if female else (MEN, "man", "surname_m")
    name = decline(names[grammar.below(len(names))], first)
    surname = decline(SURNAMES[grammar.below(len(SURNAMES))], last)
    home = _town(TOWNS[grammar.below(len(TOWNS))])
    grammar.update({f"home_{case}": form for case, form in home.items()})
    grammar["friend"] = grammar.pick("m_nom")
    grammar["а"], grammar["ся"] = ("а", "ась") if female else ("", "ся")
    full = {case: f"{name[case]} {surname[case]}" for case in CASES}
    callings = (full, name, PRONOUNS["f" if female else "m"])
    sentences = []
    for i in range(4 + grammar.below(5)):
        calling = callings[grammar.below(3)] if i else full
        grammar.update({f"who_{case}": calling[case] for case in ("acc", "dat", "pre")}, who=calling["nom"])
        sentences.append(_sentence(grammar, first=not i))
    return sentences


def _sentence(grammar: Grammar, first: bool) -> str:
    text = grammar.pick("intro" if first else "clause")
    if not first and grammar.chance(0.45):
        text = f"{grammar.pick('opener')} {text}"
    if grammar.chance(0.35):
        text = f"{text}, {grammar.pick('tail')}"
    text = _ABOUT.sub(r"\1б ", _WITH.sub(r"\1о ", text))
    return f"{text[0].upper()}{text[1:]}."


def _town(name: str) -> dict[str, str]:
    return decline(name, "f" if name.endswith("а") else "m")


@cache
def _tables() -> dict[str, tuple[str, ...]]:
    tables = dict(PHRASES)
    nouns = {
        "town": [_town(name) for name in TOWNS],
        "trade": [decline(noun, "man") for noun in TRADES],
        "man": [decline(name, "man") for name in MEN],
        "woman": [decline(name, "f") for name in WOMEN],
        "surname_m": [decline(name, "surname_m") for name in SURNAMES],
        "surname_f": [decline(name, "surname_f") for name in SURNAMES],
    }
    for gender in "mfn":
        nouns[f"adj_{gender}"] = [decline(a, f"adj_{gender}") for a in ADJECTIVES]
        nouns[f"size_{gender}"] = [decline(a, f"adj_{gender}") for a in PLACE_ADJECTIVES]
    for case in CASES:
        for table, forms in nouns.items():
            tables[f"{table}_{case}"] = tuple(form[case] for form in forms)
        tables[f"thing_{case}"] = _phrases("adj", {"m": THINGS_M, "f": THINGS_F, "n": THINGS_N}, case)
        tables[f"place_{case}"] = _phrases("size", {"m": PLACES_M, "f": PLACES_F}, case)
        tables[f"m_{case}"] = (f"{{man_{case}}} {{surname_m_{case}}}",)
        tables[f"other_{case}"] = (f"{{m_{case}}}", f"{{woman_{case}}} {{surname_f_{case}}}")
    return tables


def _phrases(adjective: str, nouns: dict[str, tuple[str, ...]], case: str) -> tuple[str, ...]:
    return tuple(
        f"{{{adjective}_{gender}_{case}}} {decline(noun, gender)[case]}"
        for gender, listed in nouns.items()
        for noun in listed
    )
