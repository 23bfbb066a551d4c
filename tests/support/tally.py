"""Counts the sentences of a test run from meson's testlog.json and closes with one line.

    tally.py LOG MESON_STATUS

A sentence is a TAP test point. A program that crashes, bails out, runs out of time or breaks its plan is one more
failure, so a run never looks better than it was. Exits with 1 when anything failed or nothing passed.
"""

import json
import re
import sys

POINT = re.compile(r"(not ok|ok)\b\s*(\d+)?\s*(?:- )?((?:[^#\\]|\\.)*)(?:#\s*(\w+)\s*(.*))?$")
PLAN = re.compile(r"1\.\.(\d+)\s*(?:#\s*(\w+)\s*(.*))?$")
REASON = re.compile(r"#\s*skipped:\s*(.*)$")
MOST_SHOWN = 40  # lines of explanation a failure


class Program:
    """What one test program said: how many passed, failures as (sentence, explanation), skips as (sentence, reason),
    and what broke the program itself."""

    def __init__(self, run):
        self.name = run["name"]
        self.passed, self.failed, self.skipped, self.broken = 0, [], [], []
        self.plan, self.points, self.reason, self.remarks = None, 0, None, []
        for line in (run.get("stdout") or "").splitlines():
            self.read(line.rstrip())
        self.judge(run)

    def read(self, line):
        if match := POINT.match(line):
            self.point(*match.groups())
        elif match := PLAN.match(line):
            self.plan = int(match.group(1))
            if self.plan == 0:
                self.skipped.append(("the whole program", match.group(3) or "no reason given"))
        elif line.startswith("Bail out!"):
            self.broken.append(line)
        else:
            self.remarks.append(line)
            if match := REASON.match(line):
                self.reason = match.group(1)

    def point(self, verdict, _number, sentence, directive, text):
        self.points += 1
        sentence = sentence.strip()
        skip = (directive or "").upper().startswith("SKIP")
        if verdict == "not ok":
            self.failed.append((sentence, self.remarks))
        elif skip:
            self.skipped.append((sentence, self.reason or text or "no reason given"))
        else:
            self.passed += 1
        self.reason, self.remarks = None, []

    def judge(self, run):
        result, code = run["result"], run.get("returncode", 0)
        if result in ("TIMEOUT", "INTERRUPT"):
            self.broken.append("ran out of time" if result == "TIMEOUT" else "was interrupted")
        elif code < 0 or code >= 128:
            self.broken.append(f"was ended by signal {-code if code < 0 else code - 128}")
        elif code not in (0, 1) or (code == 1 and not self.failed):
            self.broken.append(f"left with exit status {code}")
        if self.plan is None:
            self.broken.append("printed no plan")
        elif self.plan != self.points:
            self.broken.append(f"planned {self.plan} tests and ran {self.points}")
        if result not in ("OK", "SKIP") and not self.failed and not self.broken:
            self.broken.append(f"meson says {result}")
        if self.broken or self.failed:
            self.remarks += (run.get("stderr") or "").splitlines()

    def show_failures(self):
        for sentence, explanation in self.failed:
            show(f"failed: {self.name}: {sentence}", explanation)
        if self.broken:
            show(f"failed: {self.name}: {'; '.join(self.broken)}", self.remarks)
        elif self.failed:
            show("", self.remarks)


def show(headline, explanation):
    if headline:
        print(headline)
    left_out = len(explanation) - MOST_SHOWN
    if left_out > 0:
        print(f"    ({left_out} lines before these are in the test log)")
    for line in explanation[-MOST_SHOWN:]:
        print(f"    {line}")


def read_programs(path):
    try:
        with open(path, encoding="utf-8") as log:
            return [Program(json.loads(line)) for line in log if line.strip()]
    except (OSError, ValueError) as error:
        print(f"the test log cannot be read: {error}")
        return []


def main(path, meson_status):
    programs = read_programs(path)
    passed = sum(program.passed for program in programs)
    failed = sum(len(program.failed) + bool(program.broken) for program in programs)
    reasons = {}
    for program in programs:
        for sentence, reason in program.skipped:
            reasons.setdefault(reason, []).append(f"{program.name}: {sentence}")
        program.show_failures()
    if failed == 0 and (meson_status != 0 or not programs):
        print(f"failed: meson test ended with status {meson_status} after {len(programs)} programs")
        failed = 1
    for reason, sentences in sorted(reasons.items()):
        print(f"skipped ({len(sentences)}): {reason}")
        for sentence in sentences:
            print(f"    {sentence}")
    print(f"{passed} passed, {failed} failed, {sum(map(len, reasons.values()))} skipped", flush=True)
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
