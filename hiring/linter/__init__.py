"""What a role's text asks for, and where it asks for too much or too little. Free of Django.

`linting.lint(text, facts)` is the way in. Rules are data (`rules.toml`: what is said) plus one small function each; words are data (`words.toml`, `manners.toml`).
"""
