"""The published book: what Sphinx needs to build it, the Python that computes in its pages, and how it is served.

`ext` is the Sphinx extension (listed in `_config.yml`), `runtime` prepares the browser's Python,
`build` runs Jupyter Book, `server` shows the result.
"""
