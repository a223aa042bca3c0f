"""What an assumption is about, the gravest first: people read the first lines, and some read no further."""

from enum import IntEnum


class Stake(IntEnum):
    """`ACT` is what a person has to do, or the stack is not made or not of use."""

    ACT = 0
    DATA = 1
    MONEY = 2
    DETAIL = 3


SNAPSHOT_TAKEN = "A last snapshot of each database and cache is taken when the stack is deleted."
DATA_KEPT = (
    "Buckets and tables are kept when the stack is deleted, so that no data is lost by ending it."
)
