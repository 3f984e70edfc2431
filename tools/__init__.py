"""Programs for developers of Fieldline CRM; nothing here is shipped with the product."""
