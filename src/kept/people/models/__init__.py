"""Persons and what they may do where; what they can do, and when they are on duty."""

from .company import CompanyName
from .duties import Absence, Duty, ShiftPattern
from .persons import (
    ApiKey,
    Branch,
    Grant,
    GrantQuerySet,
    Person,
    PersonManager,
    PersonQuerySet,
    Role,
    Team,
)
from .skills import PersonSkill, Skill

__all__ = [
    "Absence",
    "ApiKey",
    "Branch",
    "CompanyName",
    "Duty",
    "Grant",
    "GrantQuerySet",
    "Person",
    "PersonManager",
    "PersonQuerySet",
    "PersonSkill",
    "Role",
    "ShiftPattern",
    "Skill",
    "Team",
]
