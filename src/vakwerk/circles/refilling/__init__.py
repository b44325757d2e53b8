"""How does a published circle go on when people or circles fall away: taken back, joined later, merged, called off?"""
