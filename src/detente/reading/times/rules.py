"""The grammar of English time expressions, level by level. `syntax` says how patterns are written."""

from __future__ import annotations

import re
from functools import cache

from detente.reading.times import builders as one
from detente.reading.times import moments as now
from detente.reading.times import phrases as many
from detente.reading.times.holidays import FEASTS
from detente.reading.times.patterns import compile_grammar
from detente.reading.times.syntax import Grammar, rules

PIECES = {
    "small": "( <n> | <ten> -? <one> | <ten> | <one> | a|an )",
    "count": "( @small ( hundred|thousand|dozen )? ( and a? half )? | a? couple of? "
    "| ( a good|very? )? <few> ( hundred|thousand|dozen )? | half an|a | a half "
    "| dozens|scores|hundreds|thousands of )",
    "kind": "full|whole|straight|consecutive|successive|long|short|more|bloody|brutal|working|calendar",
    "anno": "( ,? of? {y:year} | ,? {old:small} {bc:bc} | ' {yy:two} )",
    "day": "( <ord> | <ten> - <ord> | <day> )",
    "two_back": "the day before yesterday",
    "two_ahead": "the day after tomorrow",
    "to": "-|to|and|until|till|through|/",
    "turn": "last|past|previous|preceding|this|current|same|that|next|coming|upcoming|following|subsequent|"
    "ensuing",
    "turn_or_day": "last|previous|this|same|next|following|that|yesterday|tomorrow",
    "feast": " | ".join(
        re.sub(r"([-/])", r" \1 ", name).replace("'s", " 's")
        for name in sorted(FEASTS, key=len, reverse=True)
    ),
}
MONTH_CUES = (
    "in|of|by|since|until|till|from|to|through|throughout|during|early|late|mid|-|between|before|after|for|end|"
    "around|about|following|or|and|,|(|/|the|beginning|start|every|each|both|<start>"
)
YEAR_CUES = (
    "in|of|by|since|until|till|from|to|through|throughout|during|early|late|mid|-|between|before|after|for|(|/|"
    "around|circa|year|years|c|ca|and|or|,|following|the|that|as|than|late|summer|winter|spring|autumn|<start>"
)

SINGLE = rules(
    # days
    ("Date", "the? {day:@day} {of=of}? {m:month} @anno?", one.dated),
    ("Date", "{m:month} the? {day:@day} @anno?", one.dated),
    ("Date", "{d:iso|numeric}", one.numeric),
    ("Date", "{f:@feast} ( ,? of? {y:year} )?", one.feast),
    ("Date", "{turn:@turn} {f:@feast}", one.feast),
    ("Date", "{wd:weekday}", one.weekday),
    ("Abbr", "{wd:dayabbr}", one.weekday),
    ("Date", "the? {turn:@turn} {wd:weekday}", one.weekday),
    (
        "Date",
        "after:on|by|until|till|through|from|since|before|after|than|to|of|and the {o:nth}",
        one.day_number,
    ),
    ("Range", "{m:month} {a:@day} @to {b:@day} @anno?", one.days_of_a_month),
    ("Range", "the? {a:@day} @to the? {b:@day} of? {m:month} @anno?", one.days_of_a_month),
    # months, seasons, years and longer
    ("Date", "{m:month} @anno", one.dated),
    ("Date", "{m:sure}", one.dated),
    ("Date", f"after:{MONTH_CUES} {{m:anymonth}}", one.risky_month),
    ("Date", "{turn:@turn} {m:month}", one.turned_month),
    ("Date", "{the=the}? {s:season} ( ,? of? {y:year} | ,? of? {old:small} {bc:bc} )?", one.season),
    ("Date", "{y:year} 's? {s:season}", one.season),
    ("Date", "the? {turn:@turn} {s:season}", one.season),
    ("Range", "the? {s:season} of? {y:year} -|/ {z:two|year}", one.winter),
    ("Date", "{y:modern}", one.bare_year),
    ("Date", f"after:{YEAR_CUES} {{y:year}}", one.bare_year),
    ("Date", "the? {strong=year} {y:year}", one.bare_year),
    ("Date", "{y:small|year} {bc:bc}", one.dated),
    ("Date", "after:in|of|by|since|until|from|around|late|early|and {y:three}", one.old_year),
    ("Date", "<ad> {y:small|year}", one.dated),
    ("Range", "{y:year} -|/ {z:two|year}", one.span_of_years),
    ("Date", "the? '? {d:decade} {bc:bc}?", one.decade),
    ("Date", "{d:decade3} {bc:bc}", one.decade),
    ("Date", "after:the|early|late|mid|- {d:decadeword}", one.decade),
    ("Date", "the? {o:@day} -? {c=century} {bc:bc}?", one.century),
    ("Date", "{q:quarter|halfyear} ( ,? of? {y:year} )?", one.quarter),
    ("Date", "{y:year} {q:quarter|halfyear}", one.quarter),
    ("Date", "the? {q=first|second|third|fourth} quarter ( of {y:year} )?", one.quarter),
    ("Date", "the? {q=first|second} {half=half} of {y:year}", one.quarter),
    ("Date", "fiscal|financial year? {y:year}", one.fiscal),
    ("Date", "{y:fiscal}", one.fiscal),
    ("Date", "fy {y:year}", one.fiscal),
    ("Date", "the? {y:year} fiscal|financial year", one.fiscal),
    # counted from today, or from what was spoken of last
    ("Turn", "( earlier|later|early|late )? {w=today|yesterday|tomorrow|tonight}", now.deictic),
    ("Turn", "{w:@two_back}", now.deictic),
    ("Turn", "{w:@two_ahead}", now.deictic),
    ("Part", "{w=overnight}", now.deictic),
    ("Turn", "{the=the}? {turn:@turn} {u:single}", now.turned),
    ("Unit", "the {u:single}", now.near_unit),
    # times of day
    ("Part", "( the ( early|small hours of the )? )? ( early|late )? {p:part} hours?", now.part_of_day),
    ("Date", "the? {turn:@turn_or_day} {p:part}", now.part_of_day),
    ("Clock", "{c:n} {half:ampm} {z:zone}?", now.clock),
    ("Clock", "{c:clock} {half:ampm}? ( hours|hrs )? ( local time )? {z:zone}?", now.clock),
    ("Clock", "{c:hour} {half:ampm} ( local time )? {z:zone}?", now.clock),
    ("Clock", "{c:clockword|hhmm} ( local time )? {z:zone}?", now.clock),
    ("Clock", "{c:hhmm4} ( hours|hrs )? {z:zone}", now.clock),
    ("Clock", "{c:hhmm4} hours|hrs", now.clock),
    ("Clock", "{c:hour} o ' clock", now.clock),
    ("Clock", "after:at|by|until|around|before|after|since {c=noon|midnight|midday}", now.clock),
    # terms, and what comes again
    ("Term", "{n:@count} @kind? -? {u:unit} ( and -? a -? {half=half} )? ( -? long )?", now.term),
    ("Term", "half -? ( a|an )? {u:single}", now.half_term),
    ("Term", "another {u:single}", now.term),
    ("Term", "{u:unit} - long", now.term),
    ("Term", "after:for|within|in|over|take|takes|took {u:units}", now.term),
    ("Term", "!after:early|small|late {u:units} then:of", now.term),
    ("Often", "{o:often}", now.often),
    ("Often", "every|each|per ( other|single|few )? {u:single}", now.often),
    ("Often", "every|each {wd:weekday} | every|each {m:month}", now.often),
    ("Often", "every|each {p:part} | every|each {s:season}", now.often),
    ("Often", "{wd:weekdays}", now.often),
)
NAMED = rules(
    ("Date", "{wd:Date|Abbr} ,? {d:Date}", many.weekday_and_date),
)
JOINED = rules(
    ("Date", "the? {w=early|small} hours of|on {d:Date|Turn}", many.at_part),
    ("Date", "{d:Date|Turn} ,? of? {t:Turn}", many.of_year),
    ("Date", "{d:Date|Turn} ,? {p:Part}", many.at_part),
    ("Date", "{p:Part} ( of|on|from|, )? {d:Date|Turn}", many.at_part),
    ("Date", "{c:Clock} ( on|,|of )? {d:Date|Turn}", many.at_clock),
    ("Date", "{d:Date|Turn} ,? ( at|around|about|by )? {c:Clock}", many.at_clock),
)
SHIFTED = rules(
    ("Date", "after:within {t:Term} {w=of|from}", many.shifted),
    (
        "Date",
        "{t:Term} {w=ago|later|earlier|afterwards|afterward|thereafter|previously|beforehand|hence|on}",
        many.shifted,
    ),
    ("Date", "{u:units} {w=ago|later|earlier|afterwards|thereafter|previously}", many.shifted),
    ("Date", "{t:Term} from {w=now}", many.shifted),
    ("Date", "{t:Term} from {d:Date|Turn}", many.shifted),
    ("Date", "{t:Term} {w=after|before|following|since} {d:Date|Turn}", many.shifted),
    ("Date", "{t:Term} {w=prior} to {d:Date|Turn}", many.shifted),
    ("Date", "{t:Term} {w=after|before|prior|following|into}", many.shifted),
    ("Date", "{u:units} {w=after|before|following|into}", many.shifted),
    ("Date", "{x:Unit} {w=after|before|following|preceding|previous} {d:Date|Turn}?", many.shifted),
    (
        "Date",
        "the? {w=past|last|previous|preceding|recent|coming|next|following|subsequent|ensuing} {t:Term}",
        many.run,
    ),
    (
        "Date",
        "the? {w=past|last|recent|previous|preceding|coming|next|following|subsequent} {u:units}",
        many.run,
    ),
    ("Date", "the? {w=first|last|final|opening|closing} {t:Term} of {d:Date|Turn|Unit}", many.piece_of),
    ("Date", "the? {w=first|last|final|second|third|fourth} {u:single} of {d:Date|Turn|Unit}", many.piece_of),
    ("Date", "the? {w=early|mid|late} -? {d:Date|Turn}", many.piece),
    ("Date", "{w=earlier|later|early|late} ( on )? in? {d:Date|Turn|Unit}", many.piece),
    (
        "Date",
        "the? very? {w=beginning|start|end|middle|close|turn|onset|outset|dawn|eve} of {d:Date|Turn|Unit}",
        many.piece,
    ),
    ("Date", "the? {w=end} of {u:single}", many.piece),
    ("Date", "the? {w=first|second|latter|former} {half=half} of {d:Date|Turn|Unit}", many.piece),
    (
        "Date",
        "the? {w=early|late|latter|later|middle} part|half|months|days|weeks|years of {d:Date|Turn|Unit}",
        many.piece,
    ),
    ("Date", "( the? {w=rest|remainder} | most|much|all ) of {d:Date|Turn|Unit}", many.piece),
    ("Date", "{d:Date|Turn|Unit} 's {w=end|start|beginning}", many.piece),
    ("Date", "{u:single} 's {w=end}", many.piece),
)
RANGED = rules(
    ("Range", "{a:Date|Turn} {w=to|-|through|until|till} {b:Date|Turn}", many.between),
    ("Range", "after:between {a:Date|Turn} {w=and} {b:Date|Turn}", many.between),
    # no days
    ("Loose", "right? {w=now|currently|presently|nowadays|recently|lately|recent}", now.loose),
    ("Loose", "after:in|into|for the? ( near|foreseeable|distant )? {w=future|past}", now.loose),
    (
        "Loose",
        "at {w=present} | at the {w2=moment} | these {w3=days} | after:at|by this|that {w4=time}",
        now.loose,
    ),
)
TRIGGERS = (
    "<month>|<weekday>|<weekdays>|<dayabbr>|<season>|<part>|<unit>|<decadeword>|<often>|<year>|<bc>|<iso>|"
    "<numeric>|<clock>|<clockword>|<hhmm>|<hhmm4>|<decade>|<decade3>|<quarter>|<halfyear>|<fiscal>|<nth>|"
    "<ampm>|now|currently|presently|nowadays|recently|lately|recent|today|yesterday|tomorrow|tonight|future|"
    "past|present|moment|time|noon|christmas|easter|ramadan|halloween|nowruz|passover|hanukkah|pentecost|"
    "diwali|ashura|thanksgiving|eid|kippur|hashanah|eve|9"
)


@cache
def grammar() -> Grammar:
    """The grammar, ready for use."""
    words = {word for name in FEASTS for word in re.findall(r"'s|[a-z]+|[^a-z\s]", name)}
    return compile_grammar((SINGLE, NAMED, JOINED, SHIFTED, RANGED), PIECES, TRIGGERS, words)
