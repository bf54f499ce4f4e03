"""How a page stands, who may let it out, what counts as its content. Plain Python."""
