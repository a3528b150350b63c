"""Shifts: who is on duty, who signs second, handing over, whoever is out alone."""
