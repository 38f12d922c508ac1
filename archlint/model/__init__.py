"""The typed description: models of what the user wrote, one file per chapter, loaded when a type is used."""
