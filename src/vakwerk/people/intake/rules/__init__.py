"""What does a row of a people file mean, and what does taking it over change? Pure: no Django, no database."""
