"""Which policy applies."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kept.promises.rules import Candidate, Circumstances, choose

HOUR = timedelta(hours=1)
WHAT = Circumstances(
    kind="delivery", customer_id=7, segment="core", service_id=3, lane=("上海", "北京"), contract_policy_id=50
)


def candidate(n, **keys):
    given = {"version_id": n, "policy_id": n, "kind": "delivery", "limit": HOUR, **keys}
    return Candidate(**given)


ORDERED = [
    candidate(50, for_contract=True),
    candidate(1, customer_id=7),
    candidate(2, lane=("上海", "北京")),
    candidate(3, lane=("上海", "")),
    candidate(4, service_id=3),
    candidate(5, segment="core"),
    candidate(6),
]


def test_the_most_specific_wins_in_the_order_contract_customer_lane_service_segment_default():
    assert choose(reversed(ORDERED), WHAT) == ORDERED


def test_a_tie_takes_the_strictest():
    slow, fast = candidate(1, segment="core", limit=3 * HOUR), candidate(2, segment="core", limit=HOUR)

    assert choose([slow, fast], WHAT)[0] == fast


def test_every_key_that_a_policy_names_must_match():
    strangers = [
        candidate(1, customer_id=8),
        candidate(2, lane=("上海", "广州")),
        candidate(3, service_id=4),
        candidate(4, segment="general"),
        candidate(5, for_contract=True),
        candidate(6, kind="pickup"),
        candidate(7, customer_id=7, segment="general"),
    ]

    assert choose(strangers, WHAT) == []


KEYS = st.fixed_dictionaries(
    {
        "customer_id": st.sampled_from([None, 7, 8]),
        "segment": st.sampled_from(["", "core", "general"]),
        "service_id": st.sampled_from([None, 3, 4]),
        "limit": st.sampled_from([HOUR, 2 * HOUR, 3 * HOUR]),
    }
)


@given(st.lists(KEYS, max_size=8), st.randoms())
def test_the_choice_depends_on_nothing_but_the_policies_themselves(keys, random):
    candidates = [candidate(n, **key) for n, key in enumerate(keys)]
    shuffled = random.sample(candidates, len(candidates))

    chosen = choose(candidates, WHAT)

    assert chosen == choose(shuffled, WHAT)
    assert all(c.matches(WHAT) for c in chosen)
    assert [c.rank() for c in chosen] == sorted((c.rank() for c in chosen), reverse=True)
