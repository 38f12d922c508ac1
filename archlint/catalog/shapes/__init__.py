"""How each catalog file is brought into the form that loads quickly; runs at build time or when a source changed."""
