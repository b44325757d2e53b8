"""What stands at the entrance: the own page of everybody, and the coordinator's desk."""
