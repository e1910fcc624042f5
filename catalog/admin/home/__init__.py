"""The first page: what needs somebody, what changed, and what there is."""
