"""The back office: pages of the institution's officers."""
