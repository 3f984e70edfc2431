"""Which language is active, and switching it while the program runs. What is said stands in `texts.py`."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from crm_desktop.views.resources import resource

CODES = ("zh", "en")
CHOICES = ("system", *CODES)
_LOCALES = {"zh": "zh_CN", "en": "en_GB"}


class Language(QObject):
    """The active language; emits `changed` after the words of the whole program were exchanged.

    Qt also sends every widget a LanguageChange event, which is where components read their words again.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = "system"
        self.code = "en"
        self._translators: list[QTranslator] = []

    @property
    def locale(self) -> QLocale:
        """Qt's idea of the language, for its own calendars and number fields."""
        return QLocale(_LOCALES[self.code])

    def use(self, choice: str) -> None:
        """Speak `zh`, `en`, or what the system speaks."""
        if choice not in CHOICES:
            raise ValueError(choice)
        self.choice = choice
        self.code = system_code() if choice == "system" else choice
        application = QCoreApplication.instance()
        if application is not None:
            self._exchange_translators(application)
        QLocale.setDefault(self.locale)
        self.changed.emit()

    def _exchange_translators(self, application: QCoreApplication) -> None:
        old, self._translators = self._translators, []
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        wanted = ((_LOCALES[self.code], "qtbase", qt_folder), (self.code, "fieldline", str(resource("translations"))))
        for code, name, folder in wanted:
            translator = QTranslator(self)
            if translator.load(f"{name}_{code}", folder):
                self._translators.append(translator)
                application.installTranslator(translator)
        for translator in old:
            application.removeTranslator(translator)
            translator.deleteLater()


def system_code() -> str:
    """Return the language of the system if we speak it, else English."""
    for name in QLocale.system().uiLanguages():
        code = name.replace("_", "-").split("-")[0].lower()
        if code in CODES:
            return code
    return "en"


_active: list[Language] = []


def current_language() -> Language:
    """Return the one active language."""
    if not _active:
        _active.append(Language())
    return _active[0]
