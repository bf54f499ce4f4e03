"""Plain thinking about reports: the consolidated lines, their figures, the words around them."""
