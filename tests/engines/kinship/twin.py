"""The slow, obvious twin: walk through all ordered genotypes of everybody. Written for reading."""

from itertools import product


def twin_likelihood(pedigree, freqs, seen, *, male=None, female=None, x_linked=False, theta=0.0):
    """P(seen), where `seen` maps ids to the set of ordered genotypes that the person may have."""
    people = list(pedigree.people)

    def walk(place, genotypes, drawn):
        if place == len(people):
            return 1.0
        person = people[place]
        total = 0.0
        for genotype, chance, after in births(person, genotypes, drawn):
            if chance and (person.id not in seen or genotype in seen[person.id]):
                total += chance * walk(place + 1, {**genotypes, person.id: genotype}, after)
        return total

    def births(person, genotypes, drawn):
        if person.twin in genotypes:
            return [(genotypes[person.twin], 1.0, drawn)]
        one_copy = x_linked and person.sex == "M"
        if person.is_founder:
            return founder(drawn, 1 if one_copy else 2, pedigree.inbreeding.get(person.id, 0.0))
        from_mother = gamete(genotypes[person.mother], female)
        if one_copy:
            return [((m,), p, drawn) for m, p in from_mother.items()]
        from_father = gamete(genotypes[person.father], male)
        return [((f, m), p * q, drawn) for f, p in from_father.items() for m, q in from_mother.items()]

    def founder(drawn, copies, f):
        for genotype in product(range(len(freqs)), repeat=copies):
            chance, now = 1.0, drawn
            for allele in genotype:
                chance *= next_founder_allele(now, allele)
                now = (*now, allele)
            yield genotype, (1 - f) * chance, now
        for allele in range(len(freqs)) if f else ():
            yield (allele, allele), f * next_founder_allele(drawn, allele), (*drawn, allele)

    def next_founder_allele(drawn, allele):
        return (drawn.count(allele) * theta + (1 - theta) * freqs[allele]) / (1 + (len(drawn) - 1) * theta)

    def gamete(genotype, matrix):
        chances = {}
        for given in genotype:
            for allele in range(len(freqs)):
                stays = 1.0 if given == allele else 0.0
                chance = stays if matrix is None else matrix[given][allele]
                chances[allele] = chances.get(allele, 0.0) + chance / len(genotype)
        return chances

    return walk(0, {}, ())


def twin_pair(pedigree, freqs, seen, rho, *, male=(None, None), female=(None, None)):
    """P(seen) at two linked loci; `seen` maps ids to pairs of unordered genotypes."""
    people = list(pedigree.people)
    haplotypes = list(product(range(len(freqs[0])), range(len(freqs[1]))))

    def fits(person, pair):
        wanted = seen.get(person.id)
        return wanted is None or all(sorted((pair[0][k], pair[1][k])) == sorted(wanted[k]) for k in (0, 1))

    def gametes(pair, matrices):
        chances = {}
        for first, second in product((0, 1), repeat=2):
            given = (pair[first][0], pair[second][1])
            chance = 0.5 * ((1 - rho) if first == second else rho)
            for haplotype in haplotypes:
                passed = chance * change(matrices[0], given[0], haplotype[0])
                passed *= change(matrices[1], given[1], haplotype[1])
                chances[haplotype] = chances.get(haplotype, 0.0) + passed
        return chances

    def change(matrix, given, allele):
        return float(given == allele) if matrix is None else matrix[given][allele]

    def walk(place, known):
        if place == len(people):
            return 1.0
        person = people[place]
        if person.is_founder:
            drawn = {h: freqs[0][h[0]] * freqs[1][h[1]] for h in haplotypes}
            father = mother = drawn
        else:
            father, mother = gametes(known[person.father], male), gametes(known[person.mother], female)
        return sum(
            p * q * walk(place + 1, {**known, person.id: (f, m)})
            for f, p in father.items()
            for m, q in mother.items()
            if p * q and fits(person, (f, m))
        )

    return walk(0, {})
