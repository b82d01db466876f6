"""What is owed for a month: lines and notices."""
