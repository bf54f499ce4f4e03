"""Plain thinking about offices, permissions and the trail; no Django."""
