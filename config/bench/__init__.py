"""`make bench`: how fast the product is at 100,000 candidates, as ratios to a bare floor measured in the same run."""
