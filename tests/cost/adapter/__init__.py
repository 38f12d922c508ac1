"""Turns a published cost example into a description, prices that through the product, and compares line by line."""
