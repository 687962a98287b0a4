"""The first reader: a small lexicon, and patterns over tagged words. Precise rather than complete.

What it cannot read with confidence it leaves out; a trained encoder is to replace it whole. In the order of
the work: `lexicon` says what words may mean, `times` finds dates, `units` tags a sentence, `clauses` finds
subjects, objects and status; `speech`, `events`, `commitments` and `figures` are the rules; `resolution`
says who, where and when; `assembly` makes the records.

    >>> from detente.reading import load_lexicon
    >>> load_lexicon().verb_acts["strike"].type
    'ASSAULT'
"""

from detente.reading.assembly import read
from detente.reading.lexicon import Lexicon, load_lexicon

__all__ = ["Lexicon", "load_lexicon", "read"]
