"""Line ends, in one place: browsers send CR LF for every line of a text, whatever stood in it; the portal keeps LF."""

from typing import Any

from django import forms


def unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unified_all(value: Any) -> Any:
    """Of plain JSON: its texts with plain line ends."""
    if isinstance(value, dict):
        return {name: unified_all(one) for name, one in value.items()}
    if isinstance(value, list):
        return [unified_all(one) for one in value]
    return unified(value) if isinstance(value, str) else value


class TextArea(forms.Textarea):
    """Of every text of more than one line that somebody types, whoever asks for it: a house test insists on it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return unified(value) if isinstance(value, str) else value
