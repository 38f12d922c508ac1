"""The design review: one page of sections, written as HTML or as Markdown."""
