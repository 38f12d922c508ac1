"""What a month of a design costs: prices, meters, the bill, and what moves it."""
