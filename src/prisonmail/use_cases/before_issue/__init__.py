"""What is found out of letters before any code exists."""
