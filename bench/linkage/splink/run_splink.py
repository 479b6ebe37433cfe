"""run_splink.py -- Splink on the workloads of this bench, with its own recommended settings.

    run_splink.py WORKLOAD --out DIR [--data DIR] [--country DIR] [--threads 2] [--memory 8GB]

WORKLOAD: historical_50k (and _wide), febrl4, febrl1, febrl2, fake_1000 (public sets in --data), w5_0, w5_1 (dedupe of a
synthetic country, fixed parameters, --country), country (list against register, trained), national (idem,
fixed parameters, for 4 million against 100 million).

Writes into --out: pairs.csv (id_l, id_r, probability), clusters.csv or links.csv, patterns.tsv (comparison
vectors and their counts), timing.tsv (seconds of each step and counts).

Settings are those of Splink's documentation, written anew from its documented API:
  historical_50k  docs/demos/examples/duckdb/deduplicate_50k_synthetic
  febrl4          docs/demos/examples/duckdb/febrl4 ("detailed" model)
  febrl1, febrl2  docs/demos/examples/duckdb/febrl3 (the same schema; there is no demo for 1 and 2)
  fake_1000       docs/demos/examples/duckdb/accuracy_analysis_from_labels_column
of https://github.com/moj-analytical-services/splink, whose demos are the settings that its authors show.
The Vietnamese workloads are our own: seven comparisons with Jaro-Winkler, described in splink/README.md.
"""

import argparse
import math
import pathlib
import resource
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on


class Clock:
    """Seconds by step, in the order in which the steps ended."""

    def __init__(self):
        self.steps = []
        self.last = time.monotonic()

    def step(self, name):
        now = time.monotonic()
        self.steps.append((name, now - self.last))
        self.last = now

    def write(self, path, counts):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with open(path, "w") as out:
            for name, seconds in self.steps:
                print(f"{name}\t{seconds:.3f}", file=out)
            print(f"total\t{sum(s for _, s in self.steps):.3f}", file=out)
            print(f"peak_mib\t{peak:.0f}", file=out)
            for name, count in counts.items():
                print(f"{name}\t{count}", file=out)
        print(open(path).read(), end="")


# Said, not guessed: where few cells have quotes the sniffer takes "" for a value of two letters.
CSV = "all_varchar=true, header=true, delim=',', quote='\"', escape='\"'"


def read_csv(con, path, name, more="", replace=""):
    """A table of text columns: names without the blanks of FEBRL's header, values without blanks around."""
    source = f"read_csv('{path}', {CSV})"
    con.execute(f"select * from {source} limit 0")
    raw = [column[0] for column in con.description]
    columns = ", ".join(f"nullif(trim(\"{r}\"), '') as \"{r.strip()}\"" for r in raw)
    con.execute(f"create table {name} as select * {replace} {more}"
                f" from (select {columns} from {source})")
    return name


def febrl(con, path, name):
    return read_csv(con, path, name, ", regexp_extract(rec_id, '^([^-]+-[^-]+)', 1) as cluster")


def historical_50k(con, api, args, wide=False):
    table = read_csv(con, args.data / "historical_50k.csv", "records",
                     ", first_name || ' ' || surname as first_name_surname_concat")
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"),
            block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ] + (WIDER_RULES if wide else []),
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname",
                forename_surname_concat_col_name="first_name_surname_concat"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ] + ([cl.JaroWinklerAtThresholds("full_name", [0.95, 0.88, 0.8])] if wide else []),
        retain_intermediate_calculation_columns=True,
    )

    def train(linker):
        linker.training.estimate_probability_two_random_records_match(
            [block_on("first_name", "surname", "dob"),
             block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
             block_on("dob", "postcode_fake")], recall=0.6)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
        for rule in (block_on("first_name", "surname"), block_on("dob")):
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, estimate_without_term_frequencies=True)

    cluster_at = 0.999 if wide else 0.95
    return [table], settings, train, {"id": "unique_id", "cluster_at": cluster_at, "predict_from": None}


# What Splink can do with more rules and the whole name: not its demo, but its best that we know of.
WIDER_RULES = [
    block_on("dob"),
    block_on("postcode_fake"),
    block_on("surname", "birth_place"),
    block_on("first_name", "birth_place", "occupation"),
    block_on("surname", "substr(dob,1,4)"),
    block_on("substr(full_name,1,8)"),
    block_on("substr(surname,1,4)", "occupation"),
]


def historical_50k_wide(con, api, args):
    return historical_50k(con, api, args, wide=True)


FEBRL_PLACES = {"id": "rec_id", "cluster_at": 0.95, "predict_from": None}


def febrl4(con, api, args):
    tables = [febrl(con, args.data / "febrl4a.csv", "a_list"),
              febrl(con, args.data / "febrl4b.csv", "b_register")]
    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="link_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True,
                                     datetime_format="%Y%m%d", invalid_dates_as_null=True),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
                term_frequency_adjustments=True),
        ],
        retain_intermediate_calculation_columns=True,
    )

    def train(linker):
        linker.training.estimate_probability_two_random_records_match(
            [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")],
            recall=0.8)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for rule in (block_on("date_of_birth"), block_on("postcode")):
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, estimate_without_term_frequencies=True)

    return tables, settings, train, FEBRL_PLACES


def febrl_dedupe(name):
    def workload(con, api, args):
        table = febrl(con, args.data / f"{name}.csv", "records")
        settings = SettingsCreator(
            unique_id_column_name="rec_id",
            link_type="dedupe_only",
            blocking_rules_to_generate_predictions=[
                block_on("soc_sec_id"), block_on("given_name"), block_on("surname"),
                block_on("date_of_birth"), block_on("postcode")],
            comparisons=[
                cl.NameComparison("given_name"),
                cl.NameComparison("surname"),
                cl.DateOfBirthComparison("date_of_birth", input_is_string=True,
                                         datetime_format="%Y%m%d"),
                cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
                cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
                cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
            ],
            retain_intermediate_calculation_columns=True,
        )

        def train(linker):
            linker.training.estimate_probability_two_random_records_match(
                [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth"),
                 "l.given_name = r.surname and l.surname = r.given_name"
                 " and l.date_of_birth = r.date_of_birth"], recall=0.9)
            linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=2)
            for rule in (block_on("date_of_birth"), block_on("postcode")):
                linker.training.estimate_parameters_using_expectation_maximisation(rule)

        return [table], settings, train, FEBRL_PLACES

    return workload


def fake_1000(con, api, args):
    table = read_csv(con, args.data / "fake_1000.csv", "records",
                     replace="replace (try_cast(dob as date) as dob)")
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("first_name"), block_on("surname"), block_on("dob"), block_on("email")],
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.DateOfBirthComparison("dob", input_is_string=False),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        retain_intermediate_calculation_columns=True,
    )

    def train(linker):
        near = "levenshtein(r.dob::VARCHAR, l.dob::VARCHAR) <= 1"
        linker.training.estimate_probability_two_random_records_match(
            [f"l.first_name = r.first_name and {near}", f"l.surname = r.surname and {near}",
             "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
             "l.email = r.email"], recall=0.7)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=5)
        for rule in (block_on("dob"), block_on("email"), block_on("first_name", "surname")):
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, estimate_without_term_frequencies=True)

    return [table], settings, train, {"id": "unique_id", "cluster_at": 0.95, "predict_from": None}


# The seven comparisons of the Vietnamese workloads. m and u: from agreement to disagreement; fixed, so that
# only scoring is timed and both engines compute the same weights.
NAME_M, NAME_U = [0.90, 0.05, 0.02, 0.03], [0.03, 0.01, 0.06, 0.90]
DATE_M, DATE_U = [0.80, 0.10, 0.05, 0.05], [0.0001, 0.0099, 0.20, 0.79]
CODE_M, CODE_U = [0.90, 0.06, 0.02, 0.02], [0.000001, 0.001, 0.05, 0.948999]
PRIOR = 1e-7


SEVEN = [
    ("family", [0.92, 0.8], NAME_M, NAME_U),
    ("middle", [0.92, 0.8], NAME_M, NAME_U),
    ("given", [0.92, 0.8], NAME_M, NAME_U),
    ("birth", [0.95, 0.85], DATE_M, DATE_U),
    ("cccd", [0.95, 0.85], CODE_M, CODE_U),
    ("commune", [], [0.80, 0.20], [0.0005, 0.9995]),
    ("sex", [], [0.98, 0.02], [0.5, 0.5]),
]


def seven_comparisons(fixed):
    comparisons = []
    for column, thresholds, m, u in SEVEN:
        comparison = (cl.JaroWinklerAtThresholds(column, thresholds) if thresholds
                      else cl.ExactMatch(column))
        comparisons.append(
            comparison.configure(m_probabilities=m, u_probabilities=u) if fixed else comparison)
    return comparisons


# A name without marks, in small letters, single blanks, a hard space being one; đ is no letter with a mark to
# Unicode.
FOLD = ("trim(regexp_replace(regexp_replace(strip_accents(replace(replace(lower({0}), 'đ', 'd'), chr(160), ' ')),"
        " '[^a-z'' ]+', '', 'g'), ' +', ' ', 'g'))")


def person_columns(identity):
    """Text of register or list to the columns that are compared and blocked on."""
    full = FOLD.format("full_name")
    date = ("coalesce(strftime(try_strptime(birth_date, ['%Y-%m-%d', '%d/%m/%Y', '%d-%m-%Y']),"
            " '%Y-%m-%d'), '')")
    return f"""
        select {identity} as unique_id, n as full_name,
               split_part(n, ' ', 1) as family,
               case when len(string_split(n, ' ')) > 2
                    then array_to_string(list_slice(string_split(n, ' '), 2, -2), ' ') end as middle,
               split_part(n, ' ', -1) as given,
               nullif(d, '') as birth,
               case when d <> '' then substr(d, 1, 4)
                    when regexp_matches(birth_date, '^[0-9]{{4}}$') then birth_date end as birth_year,
               case lower(sex) when 'nam' then 'm' when 'nữ' then 'f' end as sex,
               case when length(cccd) = 11 then '0' || cccd else cccd end as cccd,
               cmnd, commune_code as commune, province_code as province
          from (select *, {full} as n, {date} as d from source)"""


def load_people(con, path, identity, name):
    con.execute(f"create or replace view source as select * from"
                f" read_csv('{path}', {CSV})")
    con.execute(f"create or replace table {name} as {person_columns(identity)}")
    return name


def prepare_w5(con, args):
    """Register and list in one file of people, dates and names in one form: what both engines read."""
    path = args.country / "w5.csv"
    if not path.exists():
        load_people(con, args.country / "population.csv", "'P' || person_id", "b_register")
        load_people(con, args.country / "beneficiaries.csv", "beneficiary_id", "a_list")
        con.execute(f"copy (select * from b_register union all select * from a_list) to '{path}' (header)")
        con.execute("drop table b_register")
        con.execute("drop table a_list")
    return path


def w5(*keys):
    def workload(con, api, args):
        path = prepare_w5(con, args)
        args.clock.step("prepare")
        table = read_csv(con, path, "records")
        settings = SettingsCreator(
            link_type="dedupe_only",
            probability_two_random_records_match=PRIOR,
            blocking_rules_to_generate_predictions=[block_on(*keys)],
            comparisons=seven_comparisons(fixed=True),
            retain_intermediate_calculation_columns=args.patterns,
            retain_matching_columns=False,
        )
        return [table], settings, None, {"id": "unique_id", "cluster_at": None, "predict_from": 0.01}

    return workload


def country(fixed):
    """The eight equi-joins of the national run; the ninth of the engine has no counterpart here."""
    def workload(con, api, args):
        register = load_people(con, args.country / "population.csv", "person_id", "b_register")
        people = load_people(con, args.country / "beneficiaries.csv", "beneficiary_id", "a_list")
        settings = SettingsCreator(
            link_type="link_only",
            probability_two_random_records_match=PRIOR if fixed else 1e-6,
            blocking_rules_to_generate_predictions=[
                block_on("cccd"),
                block_on("cmnd"),
                block_on("right(cccd, 6)", "given"),
                block_on("left(cccd, 9)", "family", "given"),
                block_on("family", "given", "birth"),
                block_on("full_name", "birth_year", "province"),
                block_on("given", "birth", "commune"),
                block_on("full_name", "commune"),
            ],
            comparisons=seven_comparisons(fixed),
            retain_intermediate_calculation_columns=False,
            retain_matching_columns=False,
        )

        def train(linker):
            linker.training.estimate_probability_two_random_records_match(
                [block_on("cccd"), block_on("full_name", "birth", "commune")], recall=0.8)
            linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
            for rule in (block_on("cccd"), block_on("full_name", "birth")):
                linker.training.estimate_parameters_using_expectation_maximisation(rule)

        return ([people, register], settings, None if fixed else train,
                {"id": "unique_id", "cluster_at": None, "predict_from": 0.01, "links": True})

    return workload


WORKLOADS = {
    "historical_50k": historical_50k,
    "historical_50k_wide": historical_50k_wide,
    "febrl4": febrl4,
    "febrl1": febrl_dedupe("febrl1"),
    "febrl2": febrl_dedupe("febrl2"),
    "fake_1000": fake_1000,
    "w5_0": w5("given", "birth_year", "sex"),
    "w5_1": w5("family", "given", "birth_year"),
    "country": country(fixed=False),
    "national": country(fixed=True),
}


def levels_of_weights():
    """Comparison vectors from the weights of the seven comparisons: with fixed m and u each level has its
    own weight, and missing has none. Keeping the vectors themselves would keep the compared text, too."""
    columns = []
    for column, _, m, u in SEVEN:
        cases = " ".join(f"when abs(mw_{column} - {math.log2(mi / ui)!r}) < 1e-6 then {len(m) - 1 - i}"
                         for i, (mi, ui) in enumerate(zip(m, u)))
        columns.append(f"case when abs(mw_{column}) < 1e-9 then -1 {cases} end as gamma_{column}")
    return columns


def write_patterns(con, table, path):
    """Comparison vectors in the order of the comparisons: -1 missing, 0 else, higher is nearer."""
    con.execute(f"select * from {table} limit 0")
    names = [column[0] for column in con.description]
    columns = [f'"{name}"' for name in names if name.startswith("gamma_")]
    if not columns and "mw_cccd" in names:
        columns = levels_of_weights()
    if columns:
        con.execute(f"copy (select {', '.join(columns)}, count(*) as pairs from {table}"
                    f" group by all order by all) to '{path}' (header, delimiter '\t')")


def connect(args):
    con = duckdb.connect()
    con.execute(f"set threads = {args.threads}")
    con.execute(f"set memory_limit = '{args.memory}'")
    con.execute("set preserve_insertion_order = false")
    if args.temp is not None:
        con.execute(f"set temp_directory = '{args.temp}'")
    return con


def write_result(con, places, table, args):
    """The best partner of each row of the list, or all pairs."""
    uid = places["id"]
    rows = f"select {uid}_l as id_l, {uid}_r as id_r, match_probability as probability from {table}"
    if places.get("links"):
        con.execute(f"copy (select * exclude (place) from (select *, row_number() over (partition by"
                    f" id_l order by probability desc, id_r) as place from ({rows})) where place = 1)"
                    f" to '{args.out}/links.csv' (header)")
    elif not args.no_output:
        con.execute(f"copy ({rows}) to '{args.out}/pairs.csv' (header)")


def run(args):
    con = connect(args)
    api = DuckDBAPI(connection=con)
    args.out.mkdir(parents=True, exist_ok=True)
    args.clock = clock = Clock()
    tables, settings, train, places = WORKLOADS[args.workload](con, api, args)
    frames = [api.register(table) for table in tables]
    for frame, table in zip(frames, tables):
        frame.dataset_display_name = table
    linker = Linker(frames if len(frames) > 1 else frames[0], settings)
    clock.step("load")
    if train is not None:
        train(linker)
        clock.step("train")
    threshold = None if args.patterns else places["predict_from"]
    predicted = linker.inference.predict(threshold_match_probability=threshold)
    clock.step("predict")
    table = predicted.physical_name
    write_result(con, places, table, args)
    clock.step("write")
    if places["cluster_at"] is not None and len(tables) == 1:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=places["cluster_at"])
        clock.step("cluster")
        con.execute(f"copy (select {places['id']} as id, cluster_id as cluster"
                    f" from {clusters.physical_name}) to '{args.out}/clusters.csv' (header)")
        clock.step("write_clusters")
    con.execute(f"select count(*) from {table}")
    clock.write(args.out / "timing.tsv", {"pairs": con.fetchone()[0]})
    write_patterns(con, table, args.out / "patterns.tsv")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("workload", choices=sorted(WORKLOADS))
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--country", type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="8GB")
    parser.add_argument("--temp")
    parser.add_argument("--patterns", action="store_true", help="score every blocked pair and count the comparison vectors")
    parser.add_argument("--no-output", action="store_true", help="do not write pairs.csv")
    run(parser.parse_args())


if __name__ == "__main__":
    main()
