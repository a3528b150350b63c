"""Lists of people compared: who is the same person, and what changed between two releases of one list.

Doors:
    differences  two releases of one list: who is new, who is gone, what changed and why
    changes      one field of one row: old value, new value, and the named reason
    letters      the letter rules that can explain a change of spelling
    linking      one link run over several lists: blocking, evidence, model, households, clusters, review
    skeletons    the consonants of a name, for the same name in another script or romanisation
"""
