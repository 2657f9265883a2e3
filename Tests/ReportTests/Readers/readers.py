"""Independent readers of the reports: nothing here is shared with what writes them.

usage: readers.py counts FORMAT FILE    how many runs failed, had an error, were skipped, or went well, as JSON
       readers.py schema SCHEMA FILE    holds JSON against a schema, in which every key has to be described
"""

import collections
import csv
import html.parser
import json
import re
import sys
import xml.etree.ElementTree

WORDS = {"PASS": "ok", "DONE": "ok", "FAIL": "fail", "ERROR": "error", "SKIP": "skip"}


def json_counts(text):
    return [WORDS[run["status"]] for run in json.loads(text)]


def kcidb_counts(text):
    report = json.loads(text)
    builds = {build["id"] for build in report["builds"]}
    assert all(test["build_id"] in builds for test in report["tests"])
    assert len({test["id"] for test in report["tests"]}) == len(report["tests"])
    return [WORDS[test["status"]] for test in report["tests"]]


def csv_counts(text):
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    assert len({len(row) for row in rows}) == 1
    return [WORDS[row[rows[0].index("status")]] for row in rows[1:]]


def junit_counts(text):
    found = []
    for suite in xml.etree.ElementTree.fromstring(text.encode()):
        cases = []
        for case in suite.findall("testcase"):
            kinds = [name for name in ("failure", "error", "skipped") if case.find(name) is not None]
            assert len(kinds) <= 1
            cases.append({"failure": "fail", "error": "error", "skipped": "skip"}[kinds[0]] if kinds else "ok")
        said = {name: int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")}
        assert said == {"tests": len(cases), "failures": cases.count("fail"), "errors": cases.count("error"), "skipped": cases.count("skip")}
        found += cases
    return found


def ktap_counts(text):
    """By the grammar of the kernel's Documentation/dev-tools/ktap.rst."""
    lines = text.splitlines()
    assert lines.pop(0) == "KTAP version 1"
    plan = re.fullmatch(r"1\.\.([0-9]+)( # SKIP.*)?", lines.pop(0))
    found = []
    for line in lines:
        if line.startswith("#"):
            assert not re.match(r"#\s*(Subtest|TODO|SKIP)", line)
            continue
        match = re.fullmatch(r"(ok|not ok) ([0-9]+) (?:- )?([^#]*?)(?: # (SKIP|ERROR|TODO|XFAIL|TIMEOUT)(?: (.*))?)?", line)
        assert match, line
        verdict, number, _, directive, _ = match.groups()
        assert int(number) == len(found) + 1
        found.append({"SKIP": "skip", "ERROR": "error"}.get(directive, "ok" if verdict == "ok" else "fail"))
    assert int(plan.group(1)) == len(found)
    return found


class Badges(html.parser.HTMLParser):
    """The badge in the heading of each run."""

    def __init__(self):
        super().__init__()
        self.inside = False
        self.found = []

    def handle_starttag(self, tag, attributes):
        words = (dict(attributes).get("class") or "").split()
        if tag == "h4":
            self.inside = True
        elif self.inside and "badge" in words:
            self.found.append(WORDS[words[-1].upper()])

    def handle_endtag(self, tag):
        if tag == "h4":
            self.inside = False


def html_counts(text):
    badges = Badges()
    badges.feed(text)
    return badges.found


def text_counts(text):
    found = []
    for part in text.splitlines()[-1].split(", "):
        count, word = part.split(" ")
        found += [WORDS[word]] * int(count)
    return found


def strict(schema):
    """The same schema, in which a key that is not described is an error."""
    if isinstance(schema, dict):
        schema = {key: strict(value) for key, value in schema.items()}
        if "properties" in schema and "additionalProperties" not in schema:
            schema["additionalProperties"] = False
    elif isinstance(schema, list):
        schema = [strict(value) for value in schema]
    return schema


def main(verb, *arguments):
    with open(arguments[1], encoding="utf-8", newline="") as file:
        text = file.read()
    if verb == "counts":
        found = globals()[arguments[0] + "_counts"](text)
        print(json.dumps({word: collections.Counter(found)[word] for word in ("ok", "fail", "error", "skip")}))
        return
    import jsonschema

    with open(arguments[0], encoding="utf-8") as file:
        schema = json.load(file)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    errors = [f"{error.json_path}: {error.message[:300]}" for error in validator(strict(schema)).iter_errors(json.loads(text))]
    if errors:
        sys.exit("\n".join(errors))


main(*sys.argv[1:])
