"""Short and pet forms of given names, one table for everybody who compares names."""

from importlib.resources import files

# Each line of the file: the full name, then what its bearers are also called. A short form may stand for several full names.
FORMS: tuple[tuple[str, ...], ...] = tuple(
    tuple(words)
    for line in files("aiop.values").joinpath("nicknames.txt").read_text(encoding="utf-8").split("\n")
    if (words := line.split())
)
