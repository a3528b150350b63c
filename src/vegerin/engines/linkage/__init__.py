"""Lists of people compared with one another: what changed between two releases of a list.

Doors:
    differences  two releases of one list: who is new, who is gone, what changed and why
    changes      one field of one row: old value, new value, and the named reason
    letters      the letter rules that can explain a change of spelling
    skeletons    the consonants of a name, for the same name in another script or romanisation
"""
