"""From a study's text to what a run is computed from: its law, its tables, its families as pseudonyms."""
