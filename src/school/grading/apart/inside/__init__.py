"""What runs within the walls: the warm parent, the walls of each submission, the runner of cells."""
