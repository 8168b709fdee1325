"""Building the book: run the notebooks, then make pages of them that need no kernel."""
