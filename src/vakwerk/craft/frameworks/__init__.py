"""What craft is described here, in which version, and who decided so?"""
