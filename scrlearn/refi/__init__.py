"""Exchange with qualitative tools by the REFI-QDA standard: projects and codebooks as plain tuples, and their files."""
