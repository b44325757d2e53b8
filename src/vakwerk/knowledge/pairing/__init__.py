"""Knowledge from inside and from outside beside each other, for one learning goal in one context."""
