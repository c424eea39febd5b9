"""The parts of the evidence: a module each, found by being here.

A part has three names: `TITLE` (its heading), `ORDER` (its place on the page, lowest first) and
`section(folder: Folder) -> str`, which measures and returns the Markdown below the heading. It asks the folder for its
rows by the beginning of a file's name and lets `MissingData` through where there are none.
"""
