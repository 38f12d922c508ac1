"""Networks: what a packet meets between two components, both ways, and where it stops."""
