"""The question bank: items with variants, how they are marked, and what their answers say about them."""
