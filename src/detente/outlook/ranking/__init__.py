"""Which fact comes next: a ranker of (subject, relation, object, day), and of the acts of a history.

`facts` tells each fact from both ends. `memory` goes through the days and keeps what was counted (`tallies`),
what follows from what (`rules`) and who is like whom (`factors`). For a query, `signals` speak for every
entity, and `backoff` mixes them into a chance for each. `features` look closer at the likeliest, `learning`
ranks them by gradient boosting, and `ranks` says how good that was.

`acts` answers a question about a history from the same memory: `scope` says what it ranges over, `windows`
learns with what probability a likely act comes within the horizon.
"""
