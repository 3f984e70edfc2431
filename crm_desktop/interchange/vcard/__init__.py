"""Contacts as vCard files, in and out: versions 2.1, 3.0 and 4.0, as phones, Outlook, Apple and WeCom write them."""
