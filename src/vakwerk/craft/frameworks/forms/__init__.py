"""What do coordinators fill in for a framework?"""
