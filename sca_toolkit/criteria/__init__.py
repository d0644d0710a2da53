"""The criteria language: what a payer asks before it authorizes, and a case judged against it."""
