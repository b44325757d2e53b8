"""Academies, tenancy, refusals, audit trail and tasks: what every room stands on."""
