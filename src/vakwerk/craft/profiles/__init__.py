"""What does a kind of post ask, and who has such a post?"""
