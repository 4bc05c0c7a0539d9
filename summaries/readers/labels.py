"""The label of a numbered paragraph and the room behind it, as the author would have typed the two."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """What is shown before a numbered paragraph, and what follows it: "tab", "space" or "nothing"."""

    text: str
    suffix: str = "tab"

    def before(self, text: str) -> str:
        """Return the paragraph's text with the label before it.

        The tab after a label only makes room: 「一、」 needs none, 「第一章」 and 「1.」 before a figure need a space.
        """
        if not self.text:
            return text
        last, first = self.text[-1], text[:1]
        needs_space = last.isalnum() and not _is_enclosed(last)
        needs_space |= last.isascii() and first.isascii() and first.isalnum()
        gap = self.suffix == "space" or (self.suffix == "tab" and needs_space)
        return self.text + (" " if gap and text else "") + text


def _is_enclosed(char: str) -> bool:
    """Tell whether a character brings its own border: ①, ⑴, ㈠."""
    return not (char.isalpha() or char.isdecimal()) or "㈠" <= char <= "㊿"
