"""How does a file of people come in? Read, matched, previewed, and taken over as one job."""
