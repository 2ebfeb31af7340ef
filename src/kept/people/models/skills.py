"""What a person can do, and how well."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.words import say

from ..enums import SkillKind, SkillLevel
from .persons import Person


class Skill(models.Model):
    """A craft of the trade or a language; a language has its code as code."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=SkillKind, default=SkillKind.CRAFT)
    words = models.JSONField(_("name"), default=dict)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = Permitted["Skill"].as_manager()

    class Meta:
        verbose_name = _("skill")
        ordering = ("kind", "code")

    def __str__(self) -> str:
        return say(self.words) or self.code


class PersonSkill(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="holders")
    level = models.PositiveSmallIntegerField(_("level"), choices=SkillLevel, default=SkillLevel.GOOD)

    class Meta:
        verbose_name = _("skill of a person")
        ordering = ("skill",)
        constraints = (
            models.UniqueConstraint(fields=("person", "skill"), name="a_person_has_a_skill_once"),
            models.CheckConstraint(
                name="a_skill_level_is_one_to_three", condition=Q(level__gte=1, level__lte=3)
            ),
        )
