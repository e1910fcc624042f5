"""The grid as a file: what leaves as CSV or XLSX, and how such a file comes back."""
