"""Measures what sourcing claims on labelled data, and writes docs/evidence/sourcing.md. The data itself stays outside the repository."""
