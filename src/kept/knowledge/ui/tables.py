from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

state_tone(in_review="soon", published="kept", retired="quiet")
state_tone(plan_active="broken", plan_overdue="soon", plan_ready="kept")


class ArticleTable(Table):
    name = "articles"
    title = _("Articles")
    columns = (
        Column("title", _("Title"), link="knowledge:article", hint="number"),
        Column("state", _("State"), kind="state", value=lambda a: (a.state, a.get_state_display())),
        Column("category", pgettext_lazy("of an article", "Subject"), sort="category"),
        Column("audience", _("Who reads it"), value="get_audience_display"),
        Column("owner", _("Owner"), value="owner.name"),
        Column("review_on", _("Look at it again on"), kind="day", sort="review_on"),
        Column("opened", pgettext_lazy("an article", "Opened"), kind="number", sort="opened"),
        Column("linked", _("Put into answers"), kind="number", sort="linked"),
        Column("helped", _("Helped"), kind="number", sort="helped"),
        Column("not_helped", _("Did not help"), kind="number", sort="not_helped"),
        Column("tags", _("Tags"), value="tag_words"),
        Column("languages", _("Languages"), value=lambda a: " · ".join(sorted(a.titles))),
        Column("changed_at", _("Changed"), kind="moment", sort="changed_at"),
    )
    default = ("title", "state", "category", "audience", "owner", "review_on", "opened", "helped")
    order = ("-changed_at",)
    empty = _("No article yet.")
    empty_act = ("knowledge:new_article", _("Write an article"), "knowledge.write")
    acts = (("knowledge:new_article", _("Write an article"), "knowledge.write"),)


class WishTable(Table):
    name = "article_wishes"
    title = _("Looked for in vain")
    columns = (
        Column("words", pgettext_lazy("looked for", "Looked for"), link="knowledge:wish", link_by="pk"),
        Column("state", _("State"), kind="state", value="state_shown"),
        Column("count", _("How often"), kind="number", sort="count"),
        Column("note", _("Note")),
        Column("first_at", _("First"), kind="moment"),
        Column("last_at", _("Last"), kind="moment", sort="last_at"),
        Column(
            "article",
            _("Answered by"),
            value="article.title",
            link="knowledge:article",
            link_by="article.number",
        ),
        Column("reason", _("Why no article")),
        Column("settled_at", _("Answered or declined"), kind="moment", sort="settled_at"),
    )
    order = ("-count",)
    empty = _("Nobody has looked for anything in vain.")


def _plan_state(plan: Any) -> tuple[str, Any]:
    if plan.is_active:
        return "plan_active", _("Active now")
    if plan.is_retired:
        return "retired", _("Plan retired")
    if plan.is_overdue(localdate()):
        return "plan_overdue", _("Review overdue")
    return "plan_ready", _("Kept ready")


class PlanTable(Table):
    name = "contingency_plans"
    title = _("Contingency plans")
    columns = (
        Column("name", _("Name"), link="knowledge:plan", hint="number"),
        Column("state", _("State"), kind="state", value=_plan_state),
        Column("kind", _("Kind of event"), value="get_kind_display", sort="kind"),
        Column("branch", _("Branch"), value=lambda p: str(p.branch or _("whole company"))),
        Column("responsible", _("Person responsible for it"), value="responsible.name"),
        Column("reviewed_on", _("Last reviewed on"), kind="day", sort="reviewed_on"),
        Column("review_due", _("Review due"), kind="day", sort="review_due"),
    )
    order = ("number",)
    empty = _("No contingency plan yet.")
    empty_act = ("knowledge:new_plan", _("Write a contingency plan"), "knowledge.publish")
    acts = (("knowledge:new_plan", _("Write a contingency plan"), "knowledge.publish"),)
