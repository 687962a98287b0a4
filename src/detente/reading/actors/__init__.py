"""Who is meant: mentions of one report as actors of the registry, at the report's date.

`sheet` finds the registry's names among the words of a page, `around` what describes a mention. `people` and
`offices` know persons and titles, `commons` common nouns, `several` collectives, `settings` the country a
page is set in, `regions` those that act themselves. `generic` knows names that many countries' bodies have,
`foreign` who is not of where they are, `strange` states that nobody knows. `memory` holds those named so
far, `coreference` goes back to them. `cast` asks them in order.
"""

from detente.reading.actors.cast import Cast

__all__ = ["Cast"]
