"""The list of sources as a plain list of terms: the roles that docutils gives citations are no longer ARIA's."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform


class PlainCitations(SphinxPostTransform):
    default_priority = 900  # when sphinxcontrib-bibtex has written the entries

    def run(self, **_options: object) -> None:
        for place in dict.fromkeys(one.parent for one in self.document.findall(nodes.citation)):
            together = [one for one in place.children if isinstance(one, nodes.citation)]
            listed = nodes.definition_list("", *map(self._entry, together), classes=["sources"])
            place.replace(together[0], listed)
            for one in together[1:]:
                place.remove(one)

    @staticmethod
    def _entry(citation: nodes.citation) -> nodes.definition_list_item:
        label, *text = citation.children
        term = nodes.term("", f"[{label.astext()}]", ids=citation["ids"])
        return nodes.definition_list_item("", term, nodes.definition("", *text))


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_post_transform(PlainCitations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
