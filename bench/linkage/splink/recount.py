"""recount.py W5.csv PATTERNS.tsv [KEY ...] -- counts the comparison vectors of a small country once more.

A third opinion beside Splink and ours: plain Python, every pair of a block, Jaro-Winkler from its definition
(matching window, half the transpositions rounded down as RapidFuzz has it, prefix of 4 above 0.7). KEY: the
columns of the blocking rule; family given birth_year when left out. Exit status 0 when all counts agree.
"""

import collections
import csv
import sys

SEVEN = [("family", (0.92, 0.8)), ("middle", (0.92, 0.8)), ("given", (0.92, 0.8)),
         ("birth", (0.95, 0.85)), ("cccd", (0.95, 0.85)), ("commune", ()), ("sex", ())]


def jaro(a, b):
    window = max(max(len(a), len(b)) // 2 - 1, 0)
    taken = [False] * len(b)
    found_a = []
    for i, letter in enumerate(a):
        for j in range(max(0, i - window), min(len(b), i + window + 1)):
            if not taken[j] and b[j] == letter:
                taken[j] = True
                found_a.append(letter)
                break
    if not found_a:
        return 0.0
    found_b = [letter for letter, is_taken in zip(b, taken) if is_taken]
    crossed = sum(x != y for x, y in zip(found_a, found_b)) // 2
    m = len(found_a)
    return (m / len(a) + m / len(b) + (m - crossed) / m) / 3


def jaro_winkler(a, b):
    likeness = jaro(a, b)
    if likeness <= 0.7:
        return likeness
    prefix = 0
    while prefix < min(4, len(a), len(b)) and a[prefix] == b[prefix]:
        prefix += 1
    return likeness + prefix * 0.1 * (1 - likeness)


def level(a, b, thresholds):
    if not a or not b:
        return -1
    if a == b:
        return len(thresholds) + 1
    likeness = jaro_winkler(a, b) if thresholds else 0
    for place, threshold in enumerate(thresholds):
        if likeness >= threshold:
            return len(thresholds) - place
    return 0


def main():
    keys = sys.argv[3:] or ["family", "given", "birth_year"]
    blocks = collections.defaultdict(list)
    with open(sys.argv[1], encoding="utf-8", newline="") as people:
        for person in csv.DictReader(people):
            key = tuple(person[column].strip() for column in keys)
            if all(key):
                blocks[key].append([person[column].strip() for column, _ in SEVEN])
    counts = collections.Counter()
    for block in blocks.values():
        for i, one in enumerate(block):
            for two in block[:i]:
                counts[tuple(level(a, b, thresholds)
                             for a, b, (_, thresholds) in zip(one, two, SEVEN))] += 1
    theirs = collections.Counter()
    with open(sys.argv[2], encoding="utf-8") as patterns:
        next(patterns)
        for line in patterns:
            *vector, count = (int(cell) for cell in line.split("\t"))
            theirs[tuple(vector)] = count
    differing = sum(counts[vector] != theirs[vector] for vector in counts.keys() | theirs.keys())
    print(f"pairs: {counts.total()} here, {theirs.total()} there; vectors: {len(counts)};"
          f" differing: {differing}")
    sys.exit(differing > 0 or not counts)


if __name__ == "__main__":
    main()
