"""What does a coordinator fill in for a trajectory?"""
