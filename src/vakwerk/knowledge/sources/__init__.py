"""Sources: what they are, what they are good for, who keeps them, and what they mean here."""
