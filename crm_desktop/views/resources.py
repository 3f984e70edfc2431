"""The shipped files, as the views know them; where they are says `models.resources`."""

from crm_desktop.models.resources import resource, resource_folder

__all__ = ["resource", "resource_folder"]
