"""Long work that a person asks for and need not wait for: kept on disk, done one at a time, resumed after a restart."""
