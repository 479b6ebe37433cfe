"""Lists by page; and the independent auditor, asked by the server."""
import jobs
from jobs import ASIDE, expect


def walk(client, path, name, limit):
    rows, after = [], 0
    while after is not None:
        page = expect(client.get("%s%slimit=%d&after=%d" % (path, "&" if "?" in path else "?", limit, after)), 200).json
        assert len(page[name]) <= limit
        rows += page[name]
        after = page["next"]
    return rows


def every_long_list_comes_by_pages(world):
    accountant, provider = world.clients["accountant"], world.clients["provider"]
    lists = [(accountant, "/cases", "cases"), (accountant, "/results", "result_files"), (accountant, "/suspense", "suspense"),
             (accountant, "/payrolls/1/work", "work"), (accountant, "/payrolls/1/work?state=11", "work"),
             (accountant, "/payrolls/1/batches", "batches"),
             (accountant, "/payrolls/1/pay-list?area_id=%d" % world.commune_id, "pay_list"),
             (provider, "/provider/batches", "batches"), (provider, "/provider/results", "results")]
    for client, path, name in lists:
        whole = expect(client.get(path), 200).json
        assert whole["next"] is None
        assert len(whole[name]) >= (0 if name == "suspense" else 1 if client is provider else 2), (path, len(whole[name]))
        for limit in (1, 3):
            assert walk(client, path, name, limit) == whole[name], "%s by %d" % (path, limit)
        for bad in ("limit=0", "limit=501", "after=-1"):
            expect(client.get(path + ("&" if "?" in path else "?") + bad), 422, "FIELD_INVALID")


def the_auditor_is_asked_and_its_word_is_kept(world):
    auditor, leader = world.clients["auditor"], world.clients["leader"]
    officer = world.clients["province_officer"]
    expect(leader.get("/audits/last"), 404, "NOT_FOUND")
    job = expect(auditor.post("/audits", {}, key="audit-job-1", headers=ASIDE), 202).json["job_id"]
    assert jobs.ended(auditor, job)["state"] == "done", auditor.get("/jobs/%d/reply" % job).body
    reply = expect(auditor.get("/jobs/%d/reply" % job), 200).json
    assert (reply["exit_code"], reply["finding_count"]) == (0, 0) and reply["check_count"] > 20, reply
    last = expect(leader.get("/audits/last"), 200).json
    assert last["audits"][0]["audit_id"] == reply["audit_id"] and last["audits"][0]["verdict"] == "clean", last["audits"]
    assert last["audits"][0]["login"] == "kiemtoan1"
    assert len(last["checks"]) == reply["check_count"] and sum(row["row_count"] for row in last["checks"]) > 1000
    report = expect(auditor.get("/audits/%d/report" % reply["audit_id"]), 200).json
    assert [row["check"] for row in report["checks"]] == [row["name"] for row in last["checks"]]
    # once more, at once, for one month: two are there, the newer first
    again = expect(auditor.post("/audits", {"period": 202601, "full": True}), 200).json
    assert again["exit_code"] == 0
    assert [row["audit_id"] for row in walk(leader, "/audits", "audits", 1)] == [again["audit_id"], reply["audit_id"]]
    expect(officer.get("/audits/%d/report" % reply["audit_id"]), 403, "RIGHT_MISSING")
    assert expect(auditor.post("/audits", {}, key="audit-job-1"), 200).json == reply
    import os
    jobs.until(lambda: os.listdir(world.folder + "/files/tmp") == [], "uploads and exports are removed", 5)


def a_verdict_holds_one_of_two_and_lets_go(world):
    officer, accountant = world.clients["province_officer"], world.clients["accountant"]
    area = {"area_id": world.province_id, "least_percent": 50}
    run = expect(officer.post("/dedupe/runs", area, key="dedupe-1"), 200).json
    assert run["record_count"] > 100 and run["pair_count"] > 0 and run["repeated"] == 0, run
    assert expect(officer.post("/dedupe/runs", area, key="dedupe-1"), 200).json == run  # the stored answer
    assert expect(officer.post("/dedupe/runs", area, key="dedupe-2"), 200).json["repeated"] == 1
    expect(accountant.post("/dedupe/runs", area), 403, "RIGHT_MISSING")
    body = {"person_id": 11, "other_person_id": 10, "verdict": 1, "reason": "đối chiếu hồ sơ gốc"}
    expect(accountant.post("/dedupe/verdicts", body), 403, "RIGHT_MISSING")
    expect(officer.post("/dedupe/verdicts", dict(body, verdict=4)), 422, "FIELD_INVALID")
    expect(officer.post("/dedupe/verdicts", dict(body, other_person_id=11)), 422, "DEDUPE_ONE_PERSON")
    said = expect(officer.post("/dedupe/verdicts", body), 200).json
    assert said["held_person_id"] in (10, 11) and said["hold_placed"] == 1, said
    pair = expect(accountant.get("/dedupe/pairs/%d" % said["pair_id"]), 200).json
    assert [row["is_held"] for row in pair["persons"] if row["person_id"] == said["held_person_id"]][0] is True
    assert [row["verdict"] for row in pair["verdicts"]] == ["same"]
    expect(officer.post("/beneficiaries/%d/holds/lift" % said["held_person_id"], {"reason_code": "DUPLICATE_CONFIRMED"}),
           409, "DEDUPE_BY_VERDICT")
    assert said["pair_id"] in [row["pair_id"] for row in walk(officer, "/dedupe/pairs?state=1", "pairs", 1)]
    back = expect(officer.post("/dedupe/verdicts", dict(body, verdict=2)), 200).json
    assert (back["verdict_no"], back["hold_lifted"], back["held_person_id"]) == (2, 1, 0), back
    assert expect(officer.get("/dedupe/pairs?state=1"), 200).json["pairs"] == []
    assert expect(officer.get("/dedupe/runs"), 200).json["runs"][0]["run_id"] == run["run_id"]


CASES = [every_long_list_comes_by_pages, the_auditor_is_asked_and_its_word_is_kept]


def figures_are_kept_only_as_long_as_nothing_changes(world):
    """What was told before a change is not told after it; and nobody is given what another one may see."""
    officer, commune = world.clients["province_officer"], world.clients["commune_officer"]
    paths = ["/overview/funnel", "/overview/alerts", "/payrolls/1/status", "/defects"]
    before = [expect(officer.get(path), 200).body for path in paths]
    assert [officer.get(path).body for path in paths] == before
    mine = expect(commune.get("/overview/funnel"), 200).json["funnel"][-1]
    assert mine["beneficiary_count"] < officer.get("/overview/funnel").json["funnel"][-1]["beneficiary_count"]
    expect(commune.get("/payrolls/1/status"), 404)
    person = officer.get("/beneficiaries?limit=1").json["beneficiaries"][0]["person_id"]
    holds = officer.get("/overview/alerts").json["open"][0]["hold_count"]
    held = officer.post("/beneficiaries/%d/holds" % person, {"reason_code": "COMPLAINT"})
    expect(held, 200)
    assert officer.get("/overview/alerts").json["open"][0]["hold_count"] == holds + 1, "an old answer"


CASES.append(a_verdict_holds_one_of_two_and_lets_go)
CASES.append(figures_are_kept_only_as_long_as_nothing_changes)
