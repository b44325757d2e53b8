"""The page of one source: what it is, what it is good for, what it means here, and what people say about it."""
