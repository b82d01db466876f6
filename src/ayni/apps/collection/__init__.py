"""Statements, receipts, allocations."""
