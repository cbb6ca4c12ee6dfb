"""What a lesson's answers mean in the student's plan, one file a module."""
