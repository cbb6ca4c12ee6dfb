"""Tools for those who work on the kit itself. They are not part of the `school` command."""
