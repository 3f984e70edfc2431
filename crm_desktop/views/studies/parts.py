"""The one list of a study's parts, in the order of their tabs. A part is named, and loaded when it is wanted."""

from dataclasses import dataclass
from importlib import import_module

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.studies.part import StudyPart


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A part: the key of its tab (`Place.tab`), what it is called, its icon, and its class as `module:Class`."""

    key: str
    title: Text
    icon: str
    factory: str
    count: str = ""
    """The field of `StudyView` whose length stands beside the name."""

    def make(self, desk: Desk) -> StudyPart:
        """Load the class and make the part."""
        module, _, name = self.factory.partition(":")
        made: StudyPart = getattr(import_module(module), name)(desk)
        return made


PARTS = (
    PartEntry("overview", text("studies", "Overview"), "layout-dashboard",
              "crm_desktop.views.studies.overview.part:OverviewPart"),
    PartEntry("goals", text("studies", "Goals"), "target", "crm_desktop.views.studies.goals.part:GoalsPart", "goals"),
    PartEntry("roles", text("studies", "Roles"), "network", "crm_desktop.views.studies.roles.part:RolesPart",
              "departments"),
    PartEntry("work", text("studies", "Work"), "workflow", "crm_desktop.views.studies.work.part:WorkPart", "maps"),
    PartEntry("interviews", text("studies", "Interviews"), "mic",
              "crm_desktop.views.studies.interviews.part:InterviewsPart", "interviews"),
    PartEntry("sources", text("studies", "Sources"), "book-open", "crm_desktop.views.studies.sources.part:SourcesPart"),
    PartEntry("results", text("studies", "Results"), "gauge", "crm_desktop.views.studies.results.part:ResultsPart",
              "metrics"),
    PartEntry("pains", text("studies", "Problems and solutions"), "flame",
              "crm_desktop.views.studies.pains.part:PainsPart"),
    PartEntry("comparison", text("studies", "Comparison"), "git-compare-arrows",
              "crm_desktop.views.studies.comparison.part:ComparisonPart"),
    PartEntry("report", text("studies", "Report"), "file-text", "crm_desktop.views.studies.report.part:ReportPart"),
)  # fmt: skip
