"""Step Functions workflows."""
