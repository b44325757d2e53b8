"""With which words is a source described? Lists that every academy has; it may add to two of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Development(models.TextChoices):
    """What happens around a municipality and asks something new of its people.

    Source: the source article of 2014, domain reference part 1, row 6. An academy adds newer ones as ``ListEntry``.
    """

    DECENTRALISATION = "decentralisation", _("tasks that came from the state")
    CUTS = "cuts", _("budget cuts")
    SHEDDING_TASKS = "shedding_tasks", _("letting go of tasks")
    CORE_TASKS = "core_tasks", _("debate about what is the municipality's task")
    REORGANISATION = "reorganisation", _("reorganisation")
    FRAGMENTATION = "fragmentation", _("a council of many parties")


class PolicyField(models.TextChoices):
    """What part of the municipality's work something is about. An academy adds its own as ``ListEntry``."""

    WORK_INCOME = "work_income", _("work and income")
    YOUTH = "youth", _("youth")
    CARE = "care", _("care and support")
    HOUSING = "housing", _("housing")
    ENVIRONMENT = "environment", _("environment and permits")
    PUBLIC_SPACE = "public_space", _("public space")
    SAFETY = "safety", _("safety and enforcement")
    ECONOMY = "economy", _("economy")
    EDUCATION = "education", _("education, culture and sport")
    SERVICES = "services", _("services to residents")
    CLIMATE = "climate", _("climate and energy")
    ORGANISATION = "organisation", _("own organisation and finance")


class GovernanceModel(models.TextChoices):
    """Which way of governing something helps with. The keys are those of the domain reference, part 3."""

    PUBLIC_ADMINISTRATION = "public_administration", _("traditional")
    NEW_PUBLIC_MANAGEMENT = "new_public_management", _("businesslike")
    NETWORK_GOVERNANCE = "network_governance", _("networking")
    RESPONSIVE_GOVERNANCE = "responsive_governance", _("responsive")


class SizeClass(models.TextChoices):
    """For what size of municipality something fits."""

    SMALL = "small", _("small (up to 30,000 residents)")
    MEDIUM = "medium", _("medium (30,000 to 200,000)")
    LARGE = "large", _("large (over 200,000)")
