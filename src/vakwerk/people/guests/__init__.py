"""How do people from outside come in? By an invitation in plain words with a link that signs them in."""
