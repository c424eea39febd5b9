"""What an administrator makes of the shipped data: competencies with their anchors, and templates of stages."""
