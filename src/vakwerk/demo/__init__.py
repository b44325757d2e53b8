"""The demo: made-up people in real-sized municipalities, and a door through which anyone can be one of them."""
