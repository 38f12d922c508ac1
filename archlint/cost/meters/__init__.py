"""What AWS meters: one module per service, from what happens in a month to the quantities on its bill."""
