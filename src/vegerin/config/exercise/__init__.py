"""The exercise office: invented people in invented villages, and nameless populations for tests.

Nothing here is anybody's story. `people` and `stories` fill a demo office; `nameless` and
`written_lists` make populations and lists of any size for tests and benchmarks.
"""
