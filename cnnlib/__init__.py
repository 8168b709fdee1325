"""The library of *The Sliding Window*, an interactive textbook on convolutional networks.

``import cnnlib`` imports nothing; take what you need from its modules, from the ground up:
``functional`` (the operations), ``data``, ``figures``, ``interactive`` and ``exercises``.
"""
