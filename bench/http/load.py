#!/usr/bin/env python3
"""load.py BUILD DIR [PERSONS MONTHS] -- 20 requests a second, mixed, for 30 seconds against `ansinh serve`.

Makes the demo in DIR when it is not there. Prints median, 95th percentile and maximum by kind.
"""
import os
import random
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../test/http"))
from client import Client

BUILD, DIR = sys.argv[1:3]
PERSONS, MONTHS = (sys.argv[3:5] + ["100000", "3"])[:2] if len(sys.argv) > 4 else ("100000", "3")
RATE, SECONDS = 20, 30
PROGRAM = BUILD + "/ansinh"
DB = DIR + "/ansinh.db"


def start():
    if not os.path.exists(DB):
        subprocess.run([PROGRAM, "demo", "--dir", DIR, "--scale", PERSONS, "--months", MONTHS, "--quiet"], check=True,
                       stdout=subprocess.DEVNULL)
    subprocess.run([PROGRAM, "user", "demo", "--db", DB, "--as", "admin"], check=True, stdout=subprocess.DEVNULL)
    port_file = DIR + "/port"
    if os.path.exists(port_file):
        os.remove(port_file)
    server = subprocess.Popen([PROGRAM, "serve", "--db", DB, "--listen", "127.0.0.1:0", "--port-file", port_file],
                              stderr=subprocess.DEVNULL)
    while not os.path.exists(port_file):  # ends: it listens
        if server.poll() is not None:
            sys.exit("the server does not start")
        time.sleep(0.05)
    return server, int(open(port_file).read())


def question(rng, areas, payrolls):
    """A kind and a function of a client, in the shares of a working day."""
    share = rng.random()
    if share < 0.2:
        text = rng.choice(["nguyen", "lo thi", "mua a", "vi van", "quang thi"])
        return "search", lambda client: client.post("/beneficiaries/search", {"text": text, "limit": 50})
    if share < 0.45:
        path = "/beneficiaries/%d" % rng.randint(1, int(PERSONS) * 9 // 10)
        kind = "profile"
    elif share < 0.6:
        kind, path = "list", "/beneficiaries?limit=100&area_id=%d" % rng.choice(areas)
    elif share < 0.75:
        kind, path = "figures", rng.choice(["/overview/funnel", "/overview/months", "/overview/alerts"])
    elif share < 0.9:
        kind, path = "payroll", "/payrolls/%d/%s" % (rng.choice(payrolls), rng.choice(
            ["areas", "difference", "held", "anomalies", "status", "work?limit=100", "batches"]))
    else:
        kind, path = "books", rng.choice(["/ledger/balance", "/periods", "/cases?limit=100"])
    return kind, lambda client: client.get(path)


def main():
    server, port = start()
    try:
        clients = [Client(port, login, "demo-%s-2026" % login) for login in ("ketoan1", "canbo1")]
        areas = [row["area_id"] for row in clients[0].get("/areas").json["areas"]]
        payrolls = [row["payroll_id"] for row in clients[0].get("/payrolls").json["payrolls"]]
        rng, times, threads = random.Random(1), {}, []

        def ask(client, kind, work):
            began = time.time()
            answer = work(client)
            assert answer.status == 200, (kind, answer.status, answer.body[:200])
            for name in (kind, "all"):
                times.setdefault(name, []).append(time.time() - began)

        begin = time.time()
        for number in range(RATE * SECONDS):
            thread = threading.Thread(target=ask, args=(clients[number % 2],) + question(rng, areas, payrolls))
            thread.start()
            threads.append(thread)
            time.sleep(max(0, begin + (number + 1) / RATE - time.time()))
        for thread in threads:
            thread.join()
        for kind, seen in sorted(times.items()):
            seen.sort()
            print("%-8s %4d requests  median %7.1f ms  p95 %7.1f ms  max %7.1f ms" % (
                kind, len(seen), seen[len(seen) // 2] * 1000, seen[int(len(seen) * 0.95)] * 1000, seen[-1] * 1000))
        print("load of the machine: %.1f" % os.getloadavg()[0])
    finally:
        server.terminate()
        server.wait()


main()
