"""Put what is shipped into rows, and keep it fresh, without ever touching what the organisation has edited."""
