SHORTCUTS: dict = {}
