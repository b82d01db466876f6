"""Projection: a scheme's future under assumptions, as a fan; the study is made of it."""
