"""`make lock`: exact versions with hashes; no address of any package index gets into the files."""

import os
import subprocess
import sys

OPTIONS = [
    "--quiet",
    "--generate-hashes",
    "--strip-extras",
    "--allow-unsafe",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
]
# In this order: the second file is held to the versions of the first.
FILES = [("requirements.in", "requirements.txt"), ("requirements-dev.in", "requirements-dev.txt")]


def main(arguments: list[str]) -> int:
    """Arguments go to pip-compile, for example `--upgrade`."""
    for source, target in FILES:
        command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, *arguments]
        subprocess.run(
            [*command, f"--output-file={target}", source],
            env={**os.environ, "CUSTOM_COMPILE_COMMAND": "make lock"},
            check=True,
        )
        print(f"{source} -> {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
