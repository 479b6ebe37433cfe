"""Long work put aside: the same reply, once, whoever dies on the way."""
import http.client
import json
import signal
import time

from client import API, Client, misfit

ASIDE = {"Prefer": "respond-async"}
ROWS = 20000


def expect(answer, status, code=None):
    if answer.status != status or (code and answer.code != code):
        raise AssertionError("%s %s, not %s %s: %r" % (answer.status, answer.code, status, code, answer.body[:400]))
    return answer


def until(condition, what, seconds=60):
    end = time.time() + seconds
    while not condition():  # ends: by the clock at the latest
        if time.time() > end:
            raise AssertionError("never: " + what)
        time.sleep(0.02)


def show(client, job):
    return expect(client.get("/jobs/%d" % job), 200).json


def ended(client, job):
    until(lambda: show(client, job)["jobs"][0]["state"] not in ("queued", "running"), "job %d ends" % job)
    return show(client, job)["jobs"][0]


def events(client, job):
    """Events as they come, until the stream ends."""
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=60)
    connection.request("GET", API + "/jobs/%d/events" % job, headers={"Cookie": "__Host-ansinh=" + client.cookie})
    reply = connection.getresponse()
    assert reply.status == 200 and reply.getheader("Content-Type") == "text/event-stream", reply.status
    seen, kind = [], None
    for line in reply:
        line = line.decode().rstrip("\n")
        if line.startswith("event: "):
            kind = line[7:]
        elif line.startswith("data: "):
            seen.append((kind, json.loads(line[6:])))
    connection.close()
    return seen


def in_the_middle(client, job, stage=None):
    """Waits until it is at work (at that stage); False when it has ended before that was seen."""
    while True:  # ends: the job does
        row = show(client, job)
        if row["jobs"][0]["state"] not in ("queued", "running"):
            return False
        if row["stage"] == stage or (stage is None and row["stage"] != ""):
            return True
        time.sleep(0.002)


def long_list(first):
    """A list that takes a while: each row is refused, each with a reason of its own."""
    head = ("STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Thôn,Loại đối tượng,Số quyết định,Ngày quyết định,Hưởng từ ngày,"
            "Người nhận thay,Quan hệ,Kênh nhận,Số tài khoản,Tổ chức chi trả,Chủ tài khoản\n")
    return (head + "".join("%d,Người %d,31/02/1950,nam,12,Thôn %d,9.9,1/QĐ,01/01/2026,01/01/2026,,,,,,\n"
                           % (i, first + i, i % 7) for i in range(ROWS))).encode()


def put_list(world, client, data, key):
    return client.post("/intakes?area_id=%d" % world.commune_id, data, key=key,
                       headers=dict(ASIDE, **{"X-File-Name": "dai.csv"}))


def nothing_is_left(world):
    import os
    folder = world.folder + "/files/jobs"
    assert not os.path.isdir(folder) or os.listdir(folder) == [], os.listdir(folder)


def intakes_of(client, name="dai.csv"):
    return [row for row in client.get("/intakes?limit=500").json["intakes"] if row["file_name"] == name]


def first_job(world):
    """Sealing what is sealed: job 1, for whoever walks all addresses."""
    accountant = world.fresh("accountant")
    made = expect(accountant.post("/payrolls/1/seal", headers=ASIDE), 202).json
    assert made["job_id"] == 1 and ended(accountant, 1)["state"] == "done", made


def a_job_gives_what_the_request_would_have_got(world):
    officer, other = world.clients["province_officer"], world.clients["commune_officer"]
    body = {"period": 202603}
    made = expect(officer.post("/payrolls", body, key="job-compute-1", headers=ASIDE), 202)
    document = world.document["paths"][API + "/payrolls"]["post"]["responses"]["202"]["content"]["application/json"]
    assert misfit(document["schema"], made.json, "202") is None
    job = made.json["job_id"]
    assert made.headers["Location"] == made.json["address"] == API + "/jobs/%d" % job
    assert made.headers["Preference-Applied"] == "respond-async"
    told = events(officer, job)
    assert [kind for kind, _ in told].count("end") == 1 and told[-1][0] == "end" and told[-1][1]["state"] == "done", told
    assert ended(officer, job)["http_status"] == 200
    reply = expect(officer.get("/jobs/%d/reply" % job), 200)
    assert reply.json["eligible_count"] == reply.json["obligated_count"] + reply.json["held_count"] > 0
    # the same key: at once or put aside, it is the same work
    assert expect(officer.post("/payrolls", body, key="job-compute-1"), 200).json == reply.json
    assert expect(officer.post("/payrolls", body, key="job-compute-1", headers=ASIDE), 202).json["job_id"] == job
    expect(officer.post("/payrolls", {"period": 202604}, key="job-compute-1", headers=ASIDE), 409, "REQUEST_KEY_REUSED")
    # a refusal is a reply, too
    failed = expect(officer.post("/payrolls", body, key="job-compute-2", headers=ASIDE), 202).json["job_id"]
    assert ended(officer, failed)["state"] == "failed"
    expect(officer.get("/jobs/%d/reply" % failed), 409, "PAYROLL_EXISTS")
    expect(officer.post("/jobs/%d/cancel" % failed), 409, "JOB_ENDED")
    # bad input and missing rights are told at once, not put aside
    expect(officer.post("/payrolls", {"period": 5}, headers=ASIDE), 422, "FIELD_INVALID")
    expect(other.post("/payrolls", body, headers=ASIDE), 403, "RIGHT_MISSING")
    # jobs of others are not found; the auditor sees them all
    for path in ("", "/reply", "/events"):
        expect(other.get("/jobs/%d%s" % (job, path)), 404, "NOT_FOUND")
    expect(other.post("/jobs/%d/cancel" % job), 404, "NOT_FOUND")
    assert other.get("/jobs").json["jobs"] == []
    assert {job, failed} <= {row["job_id"] for row in world.clients["auditor"].get("/jobs?limit=500").json["jobs"]}
    pages, after = [], 0
    while after is not None:
        page = officer.get("/jobs?limit=1&after=%d" % after).json
        pages += [row["job_id"] for row in page["jobs"]]
        after = page["next"]
    assert pages == sorted(set(pages), reverse=True) and {job, failed} <= set(pages)


def a_cancelled_job_leaves_nothing(world):
    officer = world.clients["commune_officer"]
    cancelled = 0
    for turn, early in enumerate((True, True, True, False)):
        before = len(intakes_of(officer))
        job = expect(put_list(world, officer, long_list(100 + turn), "job-cancel-%d" % turn), 202).json["job_id"]
        in_the_middle(officer, job, None if early else "intake_match")  # the latter is near its end
        answer = officer.post("/jobs/%d/cancel" % job)
        row = ended(officer, job)
        assert answer.status == 200 or (answer.code == "JOB_ENDED" and row["state"] == "done"), answer.body
        if row["state"] == "cancelled":
            cancelled += 1
            assert row["http_status"] is None, row
            expect(officer.get("/jobs/%d/reply" % job), 499, "CANCELLED")
        else:  # committed before it was heard: then it is done, and says so
            assert row["state"] == "done" and expect(officer.get("/jobs/%d/reply" % job), 200).json["row_count"] == ROWS
        assert len(intakes_of(officer)) - before == (0 if row["state"] == "cancelled" else 1), row
    assert cancelled > 0, "none was cancelled in time"
    nothing_is_left(world)


def a_stream_that_is_open_holds_nobody_up(world):
    officer = world.clients["province_officer"]
    list_officer = world.clients["commune_officer"]
    before = len(intakes_of(list_officer))
    job = expect(put_list(world, list_officer, long_list(2), "job-open-1"), 202).json["job_id"]
    open_ones = []
    for _ in range(20):  # more than there are workers and I/O threads
        connection = http.client.HTTPConnection("127.0.0.1", list_officer.port, timeout=60)
        connection.request("GET", API + "/jobs/%d/events" % job, headers={"Cookie": "__Host-ansinh=" + list_officer.cookie})
        open_ones.append(connection)
    began = time.time()
    for _ in range(10):
        expect(officer.get("/session"), 200)
    assert time.time() - began < 3, "%.1f s" % (time.time() - began)
    for connection in open_ones[:5]:  # who goes away is forgotten
        connection.close()
    for connection in open_ones[5:]:
        assert b"event: end" in connection.getresponse().read()
        connection.close()
    assert ended(list_officer, job)["state"] == "done"
    assert len(intakes_of(list_officer)) == before + 1
    nothing_is_left(world)


def a_death_during_a_job_does_it_once(world):
    officer = world.clients["commune_officer"]
    before = len(intakes_of(officer))
    data = long_list(3)
    job = expect(put_list(world, officer, data, "job-death-1"), 202).json["job_id"]
    assert in_the_middle(officer, job), "it had ended before"
    world.server.send_signal(signal.SIGKILL)
    world.server.wait()
    world.restart()
    row = ended(officer, job)
    assert row["state"] == "done" and row["try_count"] == 2, row
    reply = expect(officer.get("/jobs/%d/reply" % job), 200).json
    assert reply["row_count"] == ROWS and reply["repeated"] == 0, reply
    rows = intakes_of(officer)
    assert len(rows) == before + 1 and rows[0]["intake_id"] == reply["intake_id"]
    assert expect(officer.get("/intakes/%d/original" % reply["intake_id"]), 200).body == data
    nothing_is_left(world)


def a_server_that_stops_gives_its_job_back(world):
    officer = world.clients["commune_officer"]
    before = len(intakes_of(officer))
    job = expect(put_list(world, officer, long_list(4), "job-stop-1"), 202).json["job_id"]
    assert in_the_middle(officer, job), "it had ended before"
    assert world.stop() == 0
    world.restart()
    row = ended(officer, job)
    assert row["state"] == "done" and row["try_count"] == 1, row
    assert len(intakes_of(officer)) == before + 1


def a_silent_server_loses_its_job_to_another(world):
    """Two servers on one PostgreSQL: the lease of the one that hangs runs out; when it wakes up, it has done nothing."""
    if world.engine != "postgres":
        return
    officer = world.clients["commune_officer"]
    before = len(intakes_of(officer))
    job = expect(put_list(world, officer, long_list(5), "job-lease-1"), 202).json["job_id"]
    assert in_the_middle(officer, job), "it had ended before"
    hung = world.server
    hung.send_signal(signal.SIGSTOP)
    try:
        world.restart()
        row = ended(officer, job)
        assert row["state"] == "done" and row["try_count"] == 2, row
    finally:
        hung.send_signal(signal.SIGCONT)
        hung.terminate()
    second = officer.get("/jobs/%d/reply" % job).json
    assert hung.wait(60) == 0
    assert len(intakes_of(officer)) == before + 1, "it was done twice"
    assert officer.get("/jobs/%d/reply" % job).json == second


CASES = [a_job_gives_what_the_request_would_have_got, a_cancelled_job_leaves_nothing, a_stream_that_is_open_holds_nobody_up,
         a_death_during_a_job_does_it_once, a_server_that_stops_gives_its_job_back, a_silent_server_loses_its_job_to_another]
