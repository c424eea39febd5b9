"""How shipped data is read: TOML files into typed, checked values. Each app keeps its own files and its own reader."""
