"""The linked graph of a description and what is worked out from it before any rule runs."""
