"""What craft is asked of people? Frameworks, role profiles, evidence, assessment and badges."""
