"""What an assumption is about, the gravest first: people read the first lines, and some read no further."""

from enum import IntEnum


class Stake(IntEnum):
    """`ACT` is what a person has to do, or the stack is not made or not of use."""

    ACT = 0
    DATA = 1
    MONEY = 2
    DETAIL = 3
