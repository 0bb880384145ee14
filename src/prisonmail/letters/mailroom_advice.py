"""What a mailroom is advised on paper and on the screen, in the same words."""

RING_SENDER = "Ring the sender, on a number that you have already if you can"
"""Whom to ask first. What follows says why: `, and read out the code.`"""
