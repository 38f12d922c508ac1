"""CloudFormation templates: what their properties come to, and what AWS makes of each resource."""
