#!/usr/bin/python3
"""Compares what the program, the pandas night and the row loop found, row by row.

    compare.py [--lists] NAME=DIR NAME=DIR [NAME=DIR]

DIR is what program_night, pandas_night.py or row_loop.py wrote. Compared are all follow-ups with every column of the rule
contract (DIR/N/follow_ups.csv), or, with --lists, the recruiters' lists with the place of each row (DIR/N/lists/*.csv, or
DIR/N/open_follow_ups.csv with a column for the recruiter). Prints how many rows each has and the first differences. Exit
code 0: all the same; 1: they differ; 2: there was nothing to compare.

Rows are sorted on disk, so any number of them can be compared.
"""
import argparse
import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

import common

BETWEEN = "\x1f"
SHOWN = 10
MOMENTS = {name for name in common.LIFE_COLUMNS if name.endswith("_at")} | {"asked_from", "asked_until"}
LIST_KEY = ["agency_id", "recruiter", "rank"]


def moment(text):
    """A moment in UTC the way PostgreSQL writes it, with any number of digits and any offset."""
    text = text.replace("T", " ")
    for offset in ("+00:00", "+00", "Z"):
        if text.endswith(offset):
            text = text[:-len(offset)]
            break
    else:
        if text:
            raise ValueError(f"{text} is not in UTC")
    return text.rstrip("0").rstrip(".") if "." in text else text


def life_rows(folder):
    """(key and other columns) of all follow-ups of all agencies; NULL and an empty text are the same here."""
    columns = common.KEY_COLUMNS + [name for name in common.LIFE_COLUMNS if name not in common.KEY_COLUMNS]
    for path in sorted(pathlib.Path(folder).glob("*/follow_ups.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield [moment(row[name]) if name in MOMENTS else row[name] for name in columns]


def as_stored(text):
    """The text without the apostrophe that the program puts before what a spreadsheet would take for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "\t", "\r") else text


def list_rows(folder):
    columns = [name for name in common.LIST_COLUMNS if name != "rank"]
    for agency in sorted(pathlib.Path(folder).iterdir()):
        whole = agency / "open_follow_ups.csv"
        paths = [whole] if whole.exists() else sorted((agency / "lists").glob("*.csv"))
        for path in paths:
            with open(path, encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    recruiter = row["recruiter"] if path == whole else urllib.parse.unquote(path.stem)
                    yield [agency.name, recruiter, row["rank"], *(as_stored(row[name]) for name in columns)]


def sort_rows(rows, path):
    """Writes the rows to the file, one a line, sorted; how many there are."""
    count = 0
    with open(path, "wb") as out:
        sort = subprocess.Popen(
            ["sort", "-S", "512M", "-T", str(path.parent)], stdin=subprocess.PIPE, stdout=out,
            env={**os.environ, "LC_ALL": "C"})
        for row in rows:
            line = BETWEEN.join(row).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
            sort.stdin.write(line.encode() + b"\n")
            count += 1
        sort.stdin.close()
    if sort.wait() != 0:
        sys.exit("sort failed")
    return count


def differences(ours, theirs):
    """The lines of the two sorted files that the other one does not have: ('<' or '>', line)."""
    with open(ours, "rb") as ours, open(theirs, "rb") as theirs:
        a, b = ours.readline(), theirs.readline()
        while a or b:
            if a == b:
                a, b = ours.readline(), theirs.readline()
            elif not b or (a and a < b):
                yield "<", a.decode().rstrip("\n")
                a = ours.readline()
            else:
                yield ">", b.decode().rstrip("\n")
                b = theirs.readline()


def show(found, name, other, columns, keys):
    """Prints rows that both have, with the columns that differ, and rows that one has alone."""
    sides = {}
    for side, line in found:
        row = line.split(BETWEEN)
        sides.setdefault(tuple(row[:keys]), {})[side] = row
    for key, rows in sides.items():
        said = " ".join(f"{column}={value}" for column, value in zip(columns, key) if value)
        if len(rows) == 1:
            print(f"  only {name if '<' in rows else other} has {said}")
            continue
        for column, ours, theirs in zip(columns[keys:], rows["<"][keys:], rows[">"][keys:]):
            if ours != theirs:
                print(f"  {said}: {column} is {ours or 'empty'} in {name}, {theirs or 'empty'} in {other}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sides", nargs="+", metavar="NAME=DIR", help="at least two; the others are compared with the first")
    parser.add_argument("--lists", action="store_true", help="the recruiters' lists instead of all follow-ups")
    arguments = parser.parse_args()
    if len(arguments.sides) < 2 or not all("=" in side for side in arguments.sides):
        parser.error("give NAME=DIR at least twice")
    if arguments.lists:
        read, keys = list_rows, len(LIST_KEY)
        columns = LIST_KEY + [name for name in common.LIST_COLUMNS if name != "rank"]
    else:
        read, keys = life_rows, len(common.KEY_COLUMNS)
        columns = common.KEY_COLUMNS + [name for name in common.LIFE_COLUMNS if name not in common.KEY_COLUMNS]
    sides = dict(side.split("=", 1) for side in arguments.sides)
    for folder in sides.values():
        if not pathlib.Path(folder).is_dir():
            parser.error(f"the folder {folder} does not exist")
    with tempfile.TemporaryDirectory() as scratch:
        files, counts = {}, {}
        for name, folder in sides.items():
            files[name] = pathlib.Path(scratch, name)
            counts[name] = sort_rows(read(folder), files[name])
            print(f"{name}: {counts[name]} rows")
        if not any(counts.values()):
            print("nothing to compare")
            sys.exit(2)
        first, *others = sides
        differ = False
        for other in others:
            found, total = [], 0
            for difference in differences(files[first], files[other]):
                total += 1
                if len(found) < 4 * SHOWN:
                    found.append(difference)
            if total:
                differ = True
                print(f"{first} and {other} differ in {total} lines; the first of them:")
                show(found, first, other, columns, keys)
            else:
                print(f"{first} and {other}: the same")
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
