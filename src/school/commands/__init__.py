"""One file a command. See `school.cli`."""
