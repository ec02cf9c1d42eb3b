"""The inventory of the tools family: what functions there are, how people ask for them and what they return."""
