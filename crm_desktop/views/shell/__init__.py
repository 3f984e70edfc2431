"""The frame around every screen: window, rail, top bar, pages, menus, keys, notices."""
