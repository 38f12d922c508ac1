"""The Serverless Application Model: which plain CloudFormation resources each of its own stands for."""
