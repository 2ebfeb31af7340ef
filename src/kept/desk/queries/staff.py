"""Who at the company takes what."""

from __future__ import annotations

import re
from collections import defaultdict

from django.db.models import Q

from kept.kernel.actor import Actor
from kept.people.models import Person


def clerk_of(by: Actor, *, business: bool) -> Person | None:
    """The member of staff behind an actor; people new to the work take no business calls."""
    if by.kind != "person" or by.person_id is None:
        return None
    person = Person.objects.staff().filter(pk=by.person_id).first()
    return None if person is None or (business and person.is_new) else person


def holders(roles: tuple[str, ...], branch_id: int | None) -> list[Person]:
    """Who has one of these roles in a branch or in the whole company."""
    reach = Q(grants__scope_kind="company") | Q(grants__scope_kind="branch", grants__scope_id=branch_id)
    return list(Person.objects.staff().filter(reach, grants__role__code__in=roles).distinct())


def mentioned_in(text: str) -> list[Person]:
    """Colleagues named in a text as @name or @login; of names that begin alike the longest counts."""
    if "@" not in text:
        return []
    people: dict[str, list[Person]] = defaultdict(list)
    for person in Person.objects.staff().order_by("pk"):
        people[person.name].append(person)
        people[person.login].append(person)
    longest_first = sorted(filter(None, people), key=len, reverse=True)
    if not longest_first:
        return []
    found = re.findall(f"@({'|'.join(map(re.escape, longest_first))})", text)
    return list({person.pk: person for name in found for person in people[name]}.values())


def colleagues(actor: Actor, *, may_be_new: bool = False) -> list[Person]:
    """Staff to whom cases can be given: those of the actor's branches, or all."""
    people = Person.objects.staff().order_by("name", "pk")
    if not may_be_new:
        people = people.filter(is_new=False)
    return list(people)
