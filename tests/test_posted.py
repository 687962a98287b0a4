"""Envoys are of whom they are sent by, and not of where they are sent."""

import pytest
from test_actors import who


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The UN <n:special envoy> for <l:Syria>, <p:Geir Holm>, met/VERB them.", "Geir Holm", "IGO:UN"),
        ("The US <n:envoy> to <l:Sudan>, <p:Tom Bradley>, met/VERB them.", "Tom Bradley", "USA"),
        ("US <n:ambassador> to <l:Russia> <p:John Sutter> met/VERB them.", "John Sutter", "USA"),
        ("The <n:special envoy> for <l:Chile>, <p:Geir Holm>, met/VERB them.", "Geir Holm", None),
        ("The <n:foreign minister> of <l:Syria>, <p:Geir Holm>, met/VERB them.", "Geir Holm", "SYR"),
    ],
)
def test_an_envoy_is_of_the_sender(text, name, country):
    assert who(text, name).country == country
