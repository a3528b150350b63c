"""Who are the remains of a grave, given the DNA of living relatives?

Read in this order: `pedigree` (who descends from whom), `markers` (alleles and frequencies),
`mutation` (how an allele changes on its way to a child), `observation` (what a degraded sample shows),
`likelihood` (the probability of what was typed), `tables`, `search`, `joint`, `verdict`.

Errors: everything that cannot be used is one `BadInput` with one sentence that names the culprit.
Not knowing is a result: a bound that cannot be had is None, with its reason.
"""
