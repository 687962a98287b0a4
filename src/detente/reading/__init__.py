"""The reader: one small encoder, and a short symbolic assembly over what its heads say.

In the order of the work: `words` splits a sentence, `features` makes the model's inputs, `encoder` runs it,
`drafts` turns its answers into anchors, labels and spans, `page` holds them beside the text; `actors`,
`places`, `dates` and `quantities` say who, where, when and how many; `assembly` makes the records, and
`quotations` says who speaks where a quotation goes on over several sentences. `analysis` shows what was seen,
`relation` answers for two given actors. `weights/` holds the model; `train/` makes it.
"""

from detente.reading.actors import Cast
from detente.reading.analysis import analyse
from detente.reading.assembly import read_records
from detente.reading.drafts import read_drafts
from detente.reading.encoder import Encoder, load_encoder
from detente.reading.page import Page, read_pages
from detente.reading.places import Atlas
from detente.reading.quotations import in_quotations
from detente.reading.relation import relate
from detente.reading.words import split_words

__all__ = [
    "Atlas",
    "Cast",
    "Encoder",
    "Page",
    "analyse",
    "in_quotations",
    "load_encoder",
    "read_drafts",
    "read_pages",
    "read_records",
    "relate",
    "split_words",
]
