"""The history of one person: what reports tell of, and what follows from them.

`kinds` what a report can tell of · `status` what follows · `dates` inexact dates ·
`feasts` days people date by · `wish` who may be told · `legal` what a court has said ·
`weigh` how much to believe.
"""
