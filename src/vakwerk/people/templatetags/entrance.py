"""What do the pages about signing in need beyond Django's own tags?"""

from django import template
from django.utils.translation import gettext as _

from vakwerk.people.entrance.devices import device_name

register = template.Library()


@register.filter
def device(user_agent: str) -> str:
    """Say which device this is: "Firefox on Windows"."""
    browser, system = device_name(user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown device")
