"""archlint: a linter and cost estimator for serverless architectures on AWS, before anything is deployed."""

__version__ = "0.1.0"
