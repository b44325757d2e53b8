"""What is still needed to complete a trajectory?"""
