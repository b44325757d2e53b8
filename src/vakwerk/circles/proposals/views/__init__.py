"""What a visitor asks for about a proposal: each view loads, calls one operation or page, and answers."""
