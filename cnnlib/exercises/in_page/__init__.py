"""What runs in the worker of a page: Python code that is judged, and the scope around it."""
