"""Model: which there are, how good, how large, how fast here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
)

from assistant.audio.file import read_recording
from assistant.bench import Benchmark, measure
from assistant.demo import recordings
from assistant.paths import bundled_model
from assistant.released import Released, card_of, released
from assistant.speech.model import AcousticModel
from assistant.types import Samples
from ui.bridge import Bridge
from ui.tasks import Report, Task
from ui.texts import tr
from ui.theme import SPACE, Theme
from ui.widgets.basics import Card, Page, button, label, named
from ui.widgets.plot import ModelPlot


class ModelScreen(Page):
    """Plot, figures, benchmark, card."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(tr("Model"))
        self._bridge = bridge
        self._models = released()
        self._task: Task | None = None
        self.choice = QComboBox()
        named(self.choice, tr("Model"))
        for model in self._models:
            self.choice.addItem(f"{model.name} · {model.bytes / 1e6:.2f} MB · {model.date}", model.name)
        used = (bridge.config.model_path or bundled_model()).resolve()
        known = [model.path.resolve() for model in self._models]
        self.choice.setCurrentIndex(known.index(used) if used in known else 0)
        self.use = button(tr("Use this model"), self._use)
        self.in_use = label(role="muted", select=True)
        self.plot = ModelPlot(theme, self._models)
        self.figures = QTableWidget(0, 4)
        named(self.figures, tr("Figures of the model"))
        self.run = button(tr("Measure on this computer"), self._measure)
        self.cancel = button(tr("Cancel"), self._cancel)
        self.progress = QProgressBar()
        named(self.progress, tr("Progress of the measurement"))
        self.result = label(select=True)
        self.card = QTextBrowser(openExternalLinks=False)
        named(self.card, tr("Model card"))
        self._arrange()
        self.choice.currentIndexChanged.connect(lambda _: self._show())
        bridge.config_changed.connect(self._refresh)
        self._show()
        self._refresh()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.choice, 1)
        row.addWidget(self.use)
        self.column.addLayout(row)
        self.column.addWidget(self.in_use)
        self.column.addWidget(self.plot)
        self.figures.verticalHeader().hide()
        self.figures.setShowGrid(False)
        self.figures.setTabKeyNavigation(False)
        self.figures.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.column.addWidget(self.figures)
        bench = Card(tr("Speed here"))
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.run)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel)
        row.addStretch(0)
        bench.column.addLayout(row)
        bench.column.addWidget(self.result)
        self.result.hide()
        self.column.addWidget(bench)
        self.column.addWidget(label(tr("Model card"), "heading"))
        self.card.setMinimumHeight(260)
        self.column.addWidget(self.card, 1)
        self._measuring(False)

    def chosen(self) -> Released | None:
        """The model that is looked at."""
        at = self.choice.currentIndex()
        return self._models[at] if 0 <= at < len(self._models) else None

    def _show(self) -> None:
        model = self.chosen()
        self.plot.choose(model.name if model else "")
        rows = model.rows if model else ()
        self.figures.setHorizontalHeaderLabels([tr("What"), tr("Result"), tr("95 % interval"), tr("Of")])
        self.figures.setRowCount(len(rows))
        for at, row in enumerate(rows):
            unit = tr("an hour") if row.is_rate else "%"
            for column, text in enumerate(
                (row.name, f"{row.value:.1f} {unit}", f"{row.low:.1f} – {row.high:.1f}", row.of)
            ):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.figures.setItem(at, column, item)
        header = self.figures.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.figures.setFixedHeight(
            sum(self.figures.rowHeight(at) for at in range(len(rows))) + header.sizeHint().height() + 6
        )
        self.card.setMarkdown(card_of(model) if model else "")
        self._refresh()

    def _refresh(self) -> None:
        config = self._bridge.config
        path = config.model_path or bundled_model()
        self.in_use.setText(tr("In use: {file}").format(file=path.name))
        model = self.chosen()
        self.use.setEnabled(model is not None and model.path.resolve() != path.resolve())

    def _use(self) -> None:
        """Look first whether it loads: the model that listens goes on until the other one is ready."""
        model = self.chosen()
        if model is None:
            return
        value = "" if model.path.resolve() == bundled_model().resolve() else str(model.path.resolve())
        languages = self._bridge.config.languages
        self._bridge.tasks.run(
            lambda _: AcousticModel(model.path).facts.check_hears(languages),
            lambda _: self._bridge.set("speech.model", value),
            self._bridge.fail,
        )

    def _measure(self) -> None:
        model = self.chosen()
        config = self._bridge.config
        if model is not None:
            config = replace(config, speech=replace(config.speech, model=str(model.path.resolve())))

        def work(report: Report) -> Benchmark:
            sounds = [read_recording(str(recording.file)) for recording in recordings()]
            return measure(config, Counted(sounds, report))

        self._measuring(True)
        self._task = self._bridge.tasks.run(work, self._measured, self._failed, self._show_progress)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._measuring(False)

    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(100 * share))

    def _measured(self, found: Benchmark) -> None:
        self._measuring(False)
        self.result.show()
        self.result.setText(
            tr(
                "While somebody speaks it takes {rtf} of one core (model {model}, decoder {decoder}); a decision comes "
                "after {p50} ms, at worst {p95} ms; loading took {load} s. {machine}."
            ).format(
                rtf=f"{found.rtf:.1%}",
                model=f"{found.rtf_model:.1%}",
                decoder=f"{found.rtf_decoder:.1%}",
                p50=f"{found.p50_ms:.0f}",
                p95=f"{found.p95_ms:.0f}",
                load=f"{found.load_seconds:.1f}",
                machine=found.machine,
            )
        )

    def _failed(self, error: Exception) -> None:
        self._measuring(False)
        self.result.show()
        self.result.setText(str(error))

    def _measuring(self, on: bool) -> None:
        self.run.setEnabled(not on)
        self.progress.setValue(0)
        self.progress.setVisible(on)
        self.cancel.setVisible(on)


class Counted(Sequence[Samples]):
    """Sounds that say how many of them were fetched, and stop where nobody waits any more."""

    def __init__(self, sounds: list[Samples], report: Callable[[float], None]) -> None:
        self._sounds = sounds
        self._report = report

    def __len__(self) -> int:
        return len(self._sounds)

    def __getitem__(self, at: int) -> Samples:  # type: ignore[override]  # slices are not asked for
        return self._sounds[at]

    def __iter__(self) -> Iterator[Samples]:
        for number, sound in enumerate(self._sounds):
            self._report(number / len(self._sounds))
            yield sound
        self._report(1.0)
