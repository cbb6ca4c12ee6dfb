"""The commands of `venture`, one file each."""
