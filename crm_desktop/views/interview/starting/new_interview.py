"""The dialog for a new interview: whose study, with whom, by which outline, into which map."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.fields import Values
from crm_desktop.models.interviews.beginning import Begun, Plan, begin_interview
from crm_desktop.models.interviews.outlines import Outline, OutlineQuestion, best_outline, chosen_questions, outlines_of
from crm_desktop.models.records.interview import IDENTITIES
from crm_desktop.models.studies.guide import guidance, rules_of
from crm_desktop.store.queries.interview_offers import InterviewOffers, interview_offers
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.scrolling import scrolled
from crm_desktop.views.widgets.text_input import TextInput

_ID = Qt.ItemDataRole.UserRole


class NewInterview(Dialog):
    """`NewInterview({"study_id": id}, desk, window).open()`; `created` tells the new interview's id.

    Where no study is known, `near` is the record (kind, id) that the person looks at: its study is chosen.
    """

    created = Signal(str)

    def __init__(self, known: Values, desk: Desk, parent: QWidget, near: tuple[str, str] | None = None) -> None:
        self.people = QListWidget()
        self._ground, self._area = parent, cast("QScrollArea | None", None)
        super().__init__(label("acts", "interview.start"), width=560, parent=parent)
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.offers = InterviewOffers(studies=())
        self._wanted_study = str(known.get("study_id") or "")
        self._wanted_person = str(known.get("contact_id") or "")
        self._wanted_map = str(known.get("process_id") or "")
        self._near = near
        self.study, self.outline, self.identity, self.map = Combo(), Combo(), Combo(), Combo()
        self.name = TextInput()
        self.advice = Paragraph("", "caption", "text.secondary")
        self._outlines: tuple[Outline, ...] = ()
        self._lay_out()
        self._fill_identities()
        self.study.currentIndexChanged.connect(self._study_chosen)
        for combo in (self.outline, self.identity):
            combo.currentIndexChanged.connect(self._say_how_much)
        self._read()

    def restyle(self) -> None:
        """Take the height of the list from the theme, and what the window has room for."""
        super().restyle()
        self.people.setFixedHeight(current_theme().scaled(132))
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the window allows."""
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        if self._area is None:
            return
        # Large text must not push the verbs out of a low window.
        theme, window = current_theme(), self._ground.window()
        most = max(theme.scaled(160), window.height() - theme.scaled(180))
        width = theme.scaled(520)
        wanted = max(self._fields.heightForWidth(width), self._fields.sizeHint().height())
        self._area.setFixedHeight(min(wanted, most))

    # What is chosen

    @property
    def plan(self) -> Plan | None:
        """What the dialog says now; None while no study is known."""
        study = self.offers.study
        if study is None:
            return None
        chosen = self._chosen_people()
        account_id = study.get("account_id")
        outline = self._outline()
        return Plan(
            name=self.name.text().strip() or self._usual_name(),
            study_id=study.id,
            account_id=str(account_id) if account_id else None,
            owner_id=self.desk.me,
            language=current_language().code,
            identity=str(self.identity.currentData() or ""),
            contact_ids=chosen,
            questions=self._questions(),
            departments=self.offers.departments,
            process_id=str(self.map.currentData() or ""),
            process_name=study.title,
            lead_in="\n".join(outline.lead_in) if outline is not None else "",
        )

    def begin(self) -> None:
        """Make the interview, and tell its id."""
        plan = self.plan
        if plan is None:
            return
        begun: Begun = begin_interview(plan)
        self.desk.act(
            "interview.plan",
            begun.edits,
            text("interview", "Interview planned"),
            on_done=lambda _done: self._made(begun.interview_id),
        )

    def _made(self, interview_id: str) -> None:
        self.created.emit(interview_id)
        self.accept()

    # What is offered

    def _read(self) -> None:
        self.desk.read(self, self._arrived, interview_offers, self._wanted_study, self._near)

    def _arrived(self, offers: InterviewOffers) -> None:
        if offers.study is None and len(offers.studies) == 1:
            self._wanted_study = offers.studies[0].id
            self._read()
            return
        self.offers = offers
        if offers.study is not None:
            self._wanted_study = offers.study.id
        self._fill_studies()
        self._fill_people()
        self._fill_maps()
        self._fill_outlines()
        self.name.setText(self._usual_name() if offers.study is not None else "")
        self.verb.setEnabled(offers.study is not None)
        self._say_how_much()

    def _study_chosen(self) -> None:
        chosen = str(self.study.currentData() or "")
        if chosen and chosen != self._wanted_study:
            self._wanted_study = chosen
            self._read()

    def _fill_studies(self) -> None:
        self.study.blockSignals(True)
        self.study.clear()
        if self.offers.study is None:
            self.study.addItem(tr("interview", "Choose a study"), "")
        for each in self.offers.studies:
            self.study.addItem(each.title, each.id)
        if self.offers.study is not None:
            self.study.setCurrentIndex(self.study.findData(self.offers.study.id))
        self.study.blockSignals(False)

    def _fill_people(self) -> None:
        self.people.clear()
        for each in self.offers.contacts:
            post = str(each.get("job_title") or "")
            words = tr("interview", "{name} ({post})", name=each.title, post=post) if post else each.title
            item = QListWidgetItem(words)
            item.setData(_ID, each.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            wanted = each.id == self._wanted_person
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
            self.people.addItem(item)

    def _fill_maps(self) -> None:
        self.map.clear()
        self.map.addItem(tr("interview", "A new map"), "")
        for each in self.offers.maps:
            self.map.addItem(each.title, each.id)
        if self.offers.maps:
            self.map.setCurrentIndex(max(1, self.map.findData(self._wanted_map)))

    def _fill_outlines(self) -> None:
        language = current_language().code
        self._outlines = outlines_of(self.offers.outlines, self.offers.questions, language)
        study, account = self.offers.study, self.offers.account
        industry = str((study.get("industry") if study else "") or (account.get("industry") if account else "") or "")
        best = best_outline(self._outlines, industry)
        self.outline.blockSignals(True)
        self.outline.clear()
        for each in self._outlines:
            self.outline.addItem(each.name, each.key)
        if best is not None:
            self.outline.setCurrentIndex(self._outlines.index(best))
        self.outline.blockSignals(False)

    def _fill_identities(self) -> None:
        self.identity.addItem(tr("interview", "Not known"), "")
        for each in IDENTITIES:
            self.identity.addItem(str(label("options", f"interview.identity.{each}")), each)

    def _outline(self) -> Outline | None:
        at = self.outline.currentIndex()
        return self._outlines[at] if 0 <= at < len(self._outlines) else None

    def _questions(self) -> tuple[OutlineQuestion, ...]:
        """Return the questions worth asking this person at this client: precise, not more."""
        outline, study = self._outline(), self.offers.study
        if outline is None or study is None:
            return ()
        stage, identity = str(study.get("client_stage") or ""), str(self.identity.currentData() or "")
        guide = guidance(stage, identity, rules_of(self.offers.rules))
        functions = [str(each.get("function")) for each in self.offers.departments if each.get("function")]
        asked = chosen_questions(outline, stage, identity, guide.levels, functions)
        return tuple(each for each in asked if guide.wants(each.section, each.levels))

    def _say_how_much(self) -> None:
        study = self.offers.study
        if study is None:
            self.advice.set_wording(text("interview", "An interview belongs to a study of a client's processes."))
            return
        stage, identity = str(study.get("client_stage") or ""), str(self.identity.currentData() or "")
        advice = guidance(stage, identity, rules_of(self.offers.rules)).advice
        plan = self.plan
        count = sum(each.kind == "interview_question" for each in begin_interview(plan).edits) if plan else 0
        said = " ".join(each.text(current_language().code) for each in advice)
        self.advice.set_wording(text("interview", "%n question(s). {advice}", n=count, advice=said))

    def _usual_name(self) -> str:
        study = self.offers.study
        if study is None:
            return ""
        return tr("interview", "{study}, interview {number}", study=study.title, number=self.offers.before + 1)

    def _chosen_people(self) -> tuple[str, ...]:
        items = (self.people.item(row) for row in range(self.people.count()))
        return tuple(str(each.data(_ID)) for each in items if each.checkState() is Qt.CheckState.Checked)

    def _lay_out(self) -> None:
        self._fields = QWidget()
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(12)
        self.people.setAccessibleName(tr("interview", "People"))
        for name, editor in (
            (label("kinds", "study"), self.study),
            (label("fields", "interview.name"), self.name),
            (text("interview", "People"), self.people),
            (label("fields", "interview.identity"), self.identity),
            (label("kinds", "outline"), self.outline),
            (label("fields", "interview.process_id"), self.map),
        ):
            fields.addWidget(Field(name, editor))
        fields.addWidget(self.advice)
        self._area = scrolled(self._fields)
        self._area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self._area)
        self.add_safe_verb()
        self.verb = self.add_verb(text("interview", "Prepare interview"), self.begin)
        self.verb.setEnabled(False)
