"""Small inputs made by hand, for the tests of the stage."""

from datetime import UTC, datetime

from detente.reports import Document, Options, extract, gather
from detente.schema import Rejection, Report

RETRIEVED_AT = datetime(2025, 11, 1, tzinfo=UTC)
OPTIONS = Options(retrieved_at=RETRIEVED_AT)

SENTENCE = "The minister said on Monday that the talks in Geneva would go on."

ARTICLE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Airbases struck in overnight raid | Harbour Times</title>
<meta property="og:site_name" content="Harbour Times">
<meta property="article:published_time" content="2025-06-02T06:30:00+01:00">
<link rel="canonical" href="https://www.harbour.example/world/airbases#top">
<script>var tracker = "The tracker said that it was watching.";</script><style>p { color: red }</style></head>
<body><nav><ul><li><a href="/">Home</a><li><a href="/world">World</a></ul></nav>
<header><h1>Airbases struck in overnight raid</h1><time datetime="2025-06-02T05:30:00Z">2 June</time></header>
<article><p>KYIV &mdash; Ukrainian drones hit several Russian airbases far behind the front on Sunday,
officials in Kyiv said, in what they called the longest raid of the war.</p>
<p><a href="/x">Read more: what we know about the raid so far</a></p>
<p>The defence ministry in Moscow confirmed fires at two fields and said that the attack had been
&ldquo;repelled&rdquo; at three others. It gave no figure for its losses.</p>
<p>A spokesman for the Kremlin declined to comment. Talks are due on Monday in Istanbul.</p></article>
<aside><h3>Related</h3><a href="/y">Markets slide as the week begins</a></aside>
<footer>&copy; 2019 Harbour Times. All rights reserved.</footer></body></html>"""


def document(data, form="txt", locator="given"):
    """A document of text or bytes."""
    return Document(
        locator=locator, format=form, data=data if isinstance(data, bytes) else data.encode(), name="given"
    )


def read(data, form="txt", options=OPTIONS):
    """The one report that comes of a document."""
    (report,) = extract(document(data, form), options)
    assert isinstance(report, Report), report
    return report


def refuse(data, form="txt", options=OPTIONS):
    """The one rejection that comes of a document."""
    (rejection,) = extract(document(data, form), options)
    assert isinstance(rejection, Rejection), rejection
    assert rejection.stage == "reports"
    return rejection


def found(paths, options=OPTIONS, stdin=None):
    """What is found under paths: (documents, rejections)."""
    given = [paths] if isinstance(paths, str) else paths
    items = list(gather([str(path) for path in given], options, stdin=stdin))
    return (
        [item for item in items if isinstance(item, Document)],
        [item for item in items if isinstance(item, Rejection)],
    )


def texts(path, options=OPTIONS):
    """The texts of all reports under a path, in order."""
    parts = [part for item in gather([str(path)], options) for part in _parts(item, options)]
    return [part.text for part in parts if isinstance(part, Report)]


def _parts(item, options):
    return (item,) if isinstance(item, Rejection) else extract(item, options)


def pdf(pages, title=None, xmp_date=None):
    """A PDF of pages, each a list of lines, written by hand."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        marks = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 72 720 Td {marks} ET".encode("latin-1")
        objects.append(_stream(stream))
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"{page} /Contents {len(objects)} 0 R >>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    if xmp_date:
        objects.append(_stream(_xmp(xmp_date).encode(), " /Type /Metadata /Subtype /XML"))
        objects[0] = f"<< /Type /Catalog /Pages 2 0 R /Metadata {len(objects)} 0 R >>".encode()
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R"
    if title:
        objects.append(f"<< /Title ({_escaped(title)}) /CreationDate (D:20010101000000Z) >>".encode())
        trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R"
    return _file(objects, trailer)


def _escaped(text):
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _stream(data, more=""):
    return f"<< /Length {len(data)}{more} >>\nstream\n".encode() + data + b"\nendstream"


def _xmp(moment):
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date><rdf:Seq>'
        f"<rdf:li>{moment}</rdf:li></rdf:Seq></dc:date></rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def _file(objects, trailer):
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << {trailer} >>\n"
    return data + head.encode() + f"startxref\n{len(data)}\n%%EOF\n".encode()
