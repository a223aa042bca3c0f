"""`make bench`: every measurement as a table."""

from benchmarks import decision, picture, reading


def main() -> None:
    for measure in (decision.measure, reading.measure, picture.measure):
        print("\n".join(measure()), end="\n\n")


main()
