"""What people can do: the list of skills, and how well each person has them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..enums import SkillLevel
from ..events import SkillKept, SkillsJudged
from ..models import Person, PersonSkill, Skill


class NoSuchLevel(Refused):
    default = _("A level is 1, 2 or 3.")


@transaction.atomic
def keep_skill(*, skill: Skill, by: Actor, at: datetime) -> Skill:
    skill.save()
    emit(SkillKept(subject=Subject.of(skill), occurred_at=at), by=by)
    return skill


@transaction.atomic
def judge_skills(
    *,
    person: Person,
    levels: Mapping[Skill, int],
    is_new: bool | None = None,
    capacity: int | None = None,
    by: Actor,
    at: datetime,
) -> Person:
    """A person has exactly these skills from now on. `is_new` None leaves it as it is."""
    if not set(levels.values()) <= set(SkillLevel.values):
        raise NoSuchLevel(field="level")
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    PersonSkill.objects.filter(person=person).exclude(skill__in=list(levels)).delete()
    PersonSkill.objects.bulk_create(
        [PersonSkill(person=person, skill=skill, level=level) for skill, level in levels.items()],
        update_conflicts=True,
        unique_fields=["person", "skill"],
        update_fields=["level"],
    )
    person.is_new = person.is_new if is_new is None else is_new
    person.capacity = capacity
    person.save(update_fields=["is_new", "capacity"])
    emit(SkillsJudged(subject=Subject.of(person), occurred_at=at), by=by)
    return person
