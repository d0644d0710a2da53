"""What a node asks of an episode when it is priced, answered to the cent or for many paths at once."""
