"""What learning recurs across safeguarding reviews."""
