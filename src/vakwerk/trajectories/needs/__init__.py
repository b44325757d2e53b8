"""Learning needs: what people and teams want to learn, and what of it others may count."""
