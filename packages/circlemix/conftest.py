"""What do these tests share where they run without Vakwerk around them?"""

from hypothesis import HealthCheck, settings

# How long an example takes tells how busy the machine is, not whether the code is right.
settings.register_profile("circlemix", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("circlemix")
