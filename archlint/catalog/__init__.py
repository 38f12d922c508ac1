"""Facts about AWS as data with source and date, and their loaders; no judgments."""
