"""Pages of learning needs."""
