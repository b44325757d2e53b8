"""What does everybody read of the craft that is asked here?"""
