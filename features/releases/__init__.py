"""The matrix as data: one file for each release, and `schema.json`, which says what a file may hold.

A feature stands in the release that added it; later files say only what they change. A file that
was shipped is never edited: what is wrong in it is put right by the next one.
"""
