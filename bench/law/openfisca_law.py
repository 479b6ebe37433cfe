"""The same law for OpenFisca-core: Decree 20/2021 Articles 5, 6 and 20.2.c, the standard over time and
the social pension, over the population that bench_law writes.

A person has up to three rights (columns _0, _1, _2). Written as OpenFisca asks: dated parameters, one
formula per variable, whole columns at a time, no loop over persons.

    openfisca_law.py POPULATION.csv AMOUNTS.txt     computes 2026-07, writes a line for each person,
                                                    prints version, times and memory
"""

import importlib.metadata
import resource
import sys
import time

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026-07"
RIGHTS = range(3)
OPEN = 2147483647

CATEGORIES = [
    "", "nd20/5.1.b", "nd20/5.2", "nd20/5.3", "nd20/5.4", "nd20/5.5.a", "nd20/5.5.b", "nd20/5.5.c",
    "nd20/5.5.d", "nd20/5.6", "nd20/5.7", "nd20/5.8", "nd20/20.2.c", "nd176/2.1", "nd176/2.2",
]
NUMBER = {code: number for number, code in enumerate(CATEGORIES)}
# First and last age in months; the month in which the upper age is reached is still paid.
AGE_FROM = {"nd20/5.2": 16, "nd20/5.5.a": 60, "nd20/5.5.b": 75, "nd20/5.5.c": 80, "nd20/5.5.d": 60,
            "nd176/2.1": 75, "nd176/2.2": 70}
AGE_TO = {"nd20/5.1.b": 16, "nd20/5.2": 22, "nd20/5.3": 16, "nd20/5.5.b": 80, "nd20/5.7": 3,
          "nd176/2.2": 75}

person = Entity("person", "persons", "Person", "A person with rights")


def dated(values):
    return {"values": {day: {"value": value} for day, value in values.items()}}


PARAMETERS = {
    "standard": dated({"2021-07-01": 360000, "2024-07-01": 500000, "2026-07-01": 540000}),
    "pension": dated({"2025-07-01": 500000, "2026-07-01": 540000}),
    "points_b_c": dated({"2021-07-01": 1.0, "2025-07-01": 0.0}),
    "coefficient": {
        "child_small": dated({"2021-07-01": 2.5}), "child": dated({"2021-07-01": 1.5}),
        "student": dated({"2021-07-01": 1.5}), "hiv_small": dated({"2021-07-01": 2.5}),
        "hiv_child": dated({"2021-07-01": 2.0}), "parent": dated({"2021-07-01": 1.0}),
        "elderly": dated({"2021-07-01": 1.5}), "elderly_80": dated({"2021-07-01": 2.0}),
        "taken_in": dated({"2021-07-01": 3.0}), "difficult_child": dated({"2021-07-01": 1.5}),
        "hiv": dated({"2021-07-01": 1.5}), "severe": dated({"2021-07-01": 1.5}),
        "severe_more": dated({"2021-07-01": 2.0}), "exceptional": dated({"2021-07-01": 2.0}),
        "exceptional_more": dated({"2021-07-01": 2.5}), "care": dated({"2021-07-01": 1.0}),
    },
}


def input_variable(name):
    return type(name, (Variable,), {"value_type": int, "entity": person, "definition_period": MONTH,
                                    "label": name})


class age_months(Variable):
    value_type = int
    entity = person
    definition_period = MONTH
    label = "Full months of age"

    def formula(persons, period):
        return period.start.year * 12 + period.start.month - 1 - persons("birth_month", period)


class is_alive(Variable):
    value_type = bool
    entity = person
    definition_period = MONTH
    label = "Died in this month or later, or lives"

    def formula(persons, period):
        number = period.start.year * 12 + period.start.month - 1
        return persons("death_month", period) >= number


def coefficient_of(persons, period, parameters, category, degree, children):
    """By category, age and degree (Article 6.1)."""
    of = parameters(period).coefficient
    last = parameters(period).points_b_c
    age = persons("age_months", period)
    child = np.where(age < 4 * 12, of.child_small, of.child)
    hiv = np.where(age < 4 * 12, of.hiv_small, of.hiv_child)
    elderly = np.where(age < 80 * 12, of.elderly, of.elderly_80)
    young_or_old = (age < 16 * 12) | (age >= 60 * 12)
    severe = np.where(young_or_old, of.severe_more, of.severe)
    exceptional = np.where(young_or_old, of.exceptional_more, of.exceptional)
    disabled = np.where(degree == 2, exceptional, np.where(degree == 1, severe, 0))
    return np.select(
        [category == NUMBER["nd20/5.6"], category == NUMBER["nd20/5.5.a"],
         category == NUMBER["nd20/5.4"], category == NUMBER["nd20/5.1.b"],
         category == NUMBER["nd20/5.5.c"], category == NUMBER["nd20/5.5.b"],
         category == NUMBER["nd20/5.7"], category == NUMBER["nd20/5.2"],
         category == NUMBER["nd20/5.8"], category == NUMBER["nd20/5.3"],
         category == NUMBER["nd20/5.5.d"],
         (category == NUMBER["nd20/20.2.c"]) & (degree == 2)],
        [disabled, elderly, of.parent * children, child, last, last, of.difficult_child, of.student,
         of.hiv, hiv, of.taken_in, of.care], default=0)


AGE_FROM_TABLE = np.array([AGE_FROM.get(code, 0) * 12 for code in CATEGORIES])
AGE_TO_TABLE = np.array([AGE_TO.get(code, 1000) * 12 for code in CATEGORIES])


def amount_variable(right):
    def formula(persons, period, parameters):
        number = period.start.year * 12 + period.start.month - 1
        category = persons(f"category_{right}", period)
        age = persons("age_months", period)
        reaches = ((persons(f"from_{right}", period) <= number)
                   & (persons(f"to_{right}", period) >= number) & persons("is_alive", period)
                   & (age >= 0) & (age >= AGE_FROM_TABLE[category]) & (age <= AGE_TO_TABLE[category]))
        pension = (category == NUMBER["nd176/2.1"]) | (category == NUMBER["nd176/2.2"])
        coefficient = coefficient_of(persons, period, parameters, category,
                                     persons(f"degree_{right}", period),
                                     persons(f"children_{right}", period))
        amount = np.where(pension, parameters(period).pension,
                          parameters(period).standard * coefficient)
        return np.where(reaches, amount, 0)

    name = f"amount_{right}"
    return type(name, (Variable,), {"value_type": float, "entity": person,
                                    "definition_period": MONTH, "label": name, "formula": formula})


class owed(Variable):
    value_type = float
    entity = person
    definition_period = MONTH
    label = "Highest only, clause 4 beside 5, 6 or 8 (Article 6.2), care support besides"

    def formula(persons, period, parameters):
        beside = with_ = other = care = 0
        with_categories = [NUMBER[code] for code in CATEGORIES if code.startswith("nd20/5.5")
                           or code in ("nd20/5.6", "nd20/5.8")]
        is_with_table = np.isin(np.arange(len(CATEGORIES)), with_categories)
        for right in RIGHTS:
            category = persons(f"category_{right}", period)
            amount = persons(f"amount_{right}", period)
            is_care = category == NUMBER["nd20/20.2.c"]
            is_parent = category == NUMBER["nd20/5.4"]
            is_with = is_with_table[category]
            care = np.maximum(care, np.where(is_care, amount, 0))
            beside = np.maximum(beside, np.where(is_parent, amount, 0))
            with_ = np.maximum(with_, np.where(is_with, amount, 0))
            other = np.maximum(other, np.where(is_care | is_parent | is_with, 0, amount))
        both = (beside > 0) & (with_ > 0)
        together = np.where(both, beside + with_, np.maximum(beside, with_))
        return np.maximum(together, other) + care


def system():
    law = TaxBenefitSystem([person])
    law.parameters = ParameterNode("", data=PARAMETERS)
    for name in ["birth_month", "death_month"]:
        law.add_variable(input_variable(name))
    for right in RIGHTS:
        for name in ["category", "degree", "children", "from", "to"]:
            law.add_variable(input_variable(f"{name}_{right}"))
        law.add_variable(amount_variable(right))
    for variable in [age_months, is_alive, owed]:
        law.add_variable(variable)
    return law


def read(path):
    """The CSV as columns by person; numpy's own reader, categories as numbers."""
    persons, births, deaths, rest = [], [], [], []
    with open(path) as file:
        next(file)
        table = np.loadtxt((line.replace(code, str(NUMBER[code]), 1) if (code := line.split(",", 4)[3])
                            else line for line in file), delimiter=",", dtype=np.int64)
    of, first = np.unique(table[:, 0], return_index=True)
    count = len(of)
    place = np.arange(len(table)) - first[table[:, 0]]
    columns = {"birth_month": table[first, 1], "death_month": table[first, 2]}
    for right in RIGHTS:
        here = place == right
        for name, column, empty in [("category", 3, 0), ("degree", 4, 0), ("children", 5, 0),
                                    ("from", 6, OPEN), ("to", 7, 0)]:
            values = np.full(count, empty, dtype=np.int32)
            values[table[here, 0]] = table[here, column]
            columns[f"{name}_{right}"] = values
    return count, columns


def main():
    began = time.perf_counter()
    count, columns = read(sys.argv[1])
    law = system()
    read_at = time.perf_counter()
    simulation = SimulationBuilder().build_default_simulation(law, count=count)
    for name, values in columns.items():
        simulation.set_input(name, PERIOD, values.astype(np.int32))
    columns.clear()
    ready_at = time.perf_counter()
    amounts = simulation.calculate("owed", PERIOD)
    done_at = time.perf_counter()
    np.savetxt(sys.argv[2], amounts, fmt="%d")
    written_at = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"openfisca-core {importlib.metadata.version('openfisca-core')}, numpy {np.__version__}")
    print(f"persons {count}, read {read_at - began:.2f} s, inputs {ready_at - read_at:.2f} s")
    print(f"columns to amounts {done_at - ready_at:.3f} s")
    print(f"file to file {written_at - began:.2f} s, peak memory {memory:.0f} MiB")


if __name__ == "__main__":
    main()
