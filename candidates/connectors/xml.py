"""Reading XML from outside as it arrives: one element at a time, no document types, nothing fetched from elsewhere."""

import collections.abc

from lxml import etree


class XmlBroken(Exception):
    """The text is no XML we take."""


class ElementReader:
    """Hands every element of the wanted tags to `take` once it is whole, then lets go of it.

    Feed it pieces of any size; memory does not grow with the length of the text.
    """

    def __init__(
        self, tags: collections.abc.Sequence[str], take: collections.abc.Callable[[etree._Element], None]
    ) -> None:
        self.take = take
        self._parser = etree.XMLPullParser(
            ("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        self._is_checked = False

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the text, or raise XmlBroken."""
        try:
            self._parser.feed(piece)
            self._hand_over()
        except etree.XMLSyntaxError as error:
            raise XmlBroken(str(error)) from error

    def close(self) -> etree._Element:
        """Say that the text is over and return its root, emptied; raise XmlBroken where something is missing."""
        try:
            root: etree._Element = self._parser.close()
            self._hand_over()
        except etree.XMLSyntaxError as error:
            raise XmlBroken(str(error)) from error
        self._check(root)
        return root

    def _check(self, element: etree._Element) -> None:
        if not self._is_checked and element.getroottree().docinfo.doctype:
            raise XmlBroken("a document type has no place here")
        self._is_checked = True

    def _hand_over(self) -> None:
        for _, element in self._parser.read_events():
            self._check(element)
            self.take(element)
            element.clear(keep_tail=False)
            # The emptied element would still hang on its parent, a million times over.
            if (parent := element.getparent()) is not None:
                while element.getprevious() is not None:
                    del parent[0]


def text_of(element: etree._Element | None) -> str:
    """Return all text inside an element, whatever markup it holds."""
    return "" if element is None else "".join(str(part) for part in element.itertext())


__all__ = ["ElementReader", "XmlBroken", "etree", "text_of"]
