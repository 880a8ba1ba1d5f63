"""The panel as a widget: it carries messages between the browser and the state, and holds nothing itself."""

from pathlib import Path

import anywidget

from scrlearn.checking.panel_state import PanelState

_HERE = Path(__file__).parent


class PanelWidget(anywidget.AnyWidget):
    """
    The panel in a notebook.

    What it shows travels in messages and is no trait: Jupyter can be told to save traits with the notebook, and a
    notebook goes where a child's circumstances must not go.
    """

    _esm = _HERE / "panel.js"
    _css = _HERE / "panel.css"

    def __init__(self, state: PanelState) -> None:
        super().__init__()
        self._state = state
        self.on_msg(self._answer)

    def __repr__(self) -> str:
        """Say how far the coder has come, for where no widget can be shown."""
        return f"<Panel to check codings: {self._state}>"

    def _answer(self, widget: object, message: dict, buffers: object) -> None:
        self.send(self._state.answer(message))
