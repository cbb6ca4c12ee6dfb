"""Links to notebooks that lie in the kit but are no pages of the book, such as tasks: the reader gets the file."""

from __future__ import annotations

from pathlib import Path

from sphinx.addnodes import download_reference, pending_xref
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


class FilesToDownload(SphinxTransform):
    default_priority = 200  # before Sphinx collects the files that pages offer

    def apply(self, **_options: object) -> None:
        for link in list(self.document.findall(pending_xref)):
            if (
                link.get("refdomain") != "doc"
                or link.get("reftype") != "myst"
                or link["reftarget"] in self.env.found_docs
            ):
                continue
            for suffix in self.config.source_suffix:
                if Path(self.env.srcdir, link["reftarget"] + suffix).is_file():
                    link.replace_self(
                        download_reference(
                            "",
                            "",
                            *link.children,
                            reftarget=f"/{link['reftarget']}{suffix}",
                            reftype="myst",
                            refdomain=None,
                            refdoc=link["refdoc"],
                            refexplicit=True,
                            classes=["download"],
                        )
                    )
                    break


def setup(app: Sphinx) -> None:
    app.add_transform(FilesToDownload)
