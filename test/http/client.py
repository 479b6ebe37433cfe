"""What the test needs of HTTP and JSON: sessions, requests, schemas."""
import http.client
import itertools
import json
import re

API = "/api/v1"
counter = itertools.count(1)


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body
        try:
            self.json = json.loads(body.decode("utf-8", "strict")) if body else None
        except ValueError:
            self.json = None

    @property
    def code(self):
        return self.json.get("code") if isinstance(self.json, dict) else None


class Client:
    """One user; keeps cookie and token."""

    def __init__(self, port, login=None, password=None):
        self.port = port
        self.login = login
        self.cookie = None
        self.csrf = None
        if login:
            answer = self.post("/session", {"login": login, "password": password})
            if answer.status != 200:
                raise AssertionError("%s cannot sign in: %s" % (login, answer.body))
            self.csrf = answer.json["csrf_token"]

    def ask(self, method, path, body=None, headers=None, key=None):
        send = {"Accept-Language": "en"}
        if self.cookie:
            send["Cookie"] = "__Host-ansinh=" + self.cookie
        if self.csrf and method != "GET":
            send["X-CSRF-Token"] = self.csrf
        if method == "POST":
            send["Idempotency-Key"] = key or "test-key-%08d" % next(counter)
        data = None
        if isinstance(body, bytes):
            data = body
            send["Content-Type"] = "application/octet-stream"
        elif body is not None:
            data = json.dumps(body).encode()
            send["Content-Type"] = "application/json"
        for name, value in (headers or {}).items():
            if value is None:
                send.pop(name, None)
            else:
                send[name] = value
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        full = path if path.startswith("/api") or path.startswith("//") else API + path
        connection.request(method, full[1:] if full.startswith("//") else full, data, send)
        reply = connection.getresponse()
        answer = Answer(reply.status, dict(reply.getheaders()), reply.read())
        connection.close()
        cookie = answer.headers.get("Set-Cookie")
        if cookie:
            self.cookie = cookie.split("=", 1)[1].split(";")[0] or None
        return answer

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)


def misfit(schema, value, where="reply"):
    """None, or where and why a value does not fit a schema of ours (the part of 2020-12 that we use)."""
    kinds = schema.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds] if kinds else []
    kind = ("null" if value is None else "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int)
            else "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object")
    if kinds and kind not in kinds:
        return "%s is %s, not %s" % (where, kind, kinds)
    if kind == "object":
        for name in schema.get("required", []):
            if name not in value:
                return "%s.%s is missing" % (where, name)
        for name, inner in value.items():
            if name not in schema.get("properties", {}):
                if schema.get("additionalProperties", True) is False:
                    return "%s.%s is not in the document" % (where, name)
                continue
            found = misfit(schema["properties"][name], inner, where + "." + name)
            if found:
                return found
    if kind == "array":
        for number, inner in enumerate(value):
            found = misfit(schema.get("items", {}), inner, "%s[%d]" % (where, number))
            if found:
                return found
    return None


def good_value(name, schema):
    """A value that the schema takes."""
    if schema["type"] == "string":
        least = schema.get("minLength", 1)
        return ("x" * max(least, 1))[:schema.get("maxLength", 1000)]
    if schema["type"] == "boolean":
        return True
    if "yyyymmdd" in schema.get("description", ""):
        return 20260115
    if "yyyymm" in schema.get("description", ""):
        return 202601
    return max(1, schema.get("minimum", 1))


def bad_values(schema):
    """Values that it does not take."""
    if schema["type"] == "string":
        yield 7
        yield True
        yield "a\u0001b"
        yield "y" * (schema.get("maxLength", 70000) + 1)
        if schema.get("minLength", 0) > 0:
            yield ""
    elif schema["type"] == "boolean":
        yield "yes"
        yield 2
    else:
        yield "one"
        yield None
        yield 1.5
        if "maximum" in schema:
            yield schema["maximum"] + 1
        if schema.get("minimum", -1) > -1:
            yield schema["minimum"] - 1


def path_with(path, values):
    return re.sub(r"\{(\w+)\}", lambda found: str(values[found.group(1)]), path)
