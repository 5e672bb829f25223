"""Questions become typed intents; intents and templates stand in tables beside the code."""
