"""Coverage: 95 % overall, and every branch of the modules that decide about people and money."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

COMPLETE = {"rules", "states", "services"}


def must_be_complete(path: str) -> bool:
    """`billing/rules.py`, and every module of a package such as `coaching/services/`."""
    return bool(COMPLETE & {Path(path).stem, *Path(path).parent.parts})


def gaps(report: dict[str, Any]) -> list[str]:
    """One line per module that should be complete and is not."""
    return [
        f"{path}: {data['summary']['percent_covered']:.1f} %, must be 100 %"
        f" (lines {data['missing_lines']}, branches {data['missing_branches']})"
        for path, data in sorted(report["files"].items())
        if must_be_complete(path) and (data["missing_lines"] or data["missing_branches"])
    ]


def main() -> int:
    coverage = [sys.executable, "-m", "coverage"]
    overall = subprocess.run([*coverage, "report", "--skip-covered"], check=False)
    dumped = subprocess.run(
        [*coverage, "json", "-q", "-o", "-", "--fail-under=0"],
        capture_output=True,
        text=True,
        check=True,
    )
    wrong = gaps(json.loads(dumped.stdout))
    print(*wrong, sep="\n")
    return int(bool(wrong) or overall.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
