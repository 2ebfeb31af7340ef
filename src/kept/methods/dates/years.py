"""The century of a two-digit year."""


def full_year(two_digits: int, pivot: int) -> int:
    """Up to the pivot in the 2000s, above it in the 1900s.

    >>> full_year(6, 68), full_year(98, 68)
    (2006, 1998)
    """
    return two_digits + (2000 if two_digits <= pivot else 1900)
