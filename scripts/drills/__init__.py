"""Drills: writers are killed, disks fill and fail; what was acknowledged must be there, and nothing half."""
