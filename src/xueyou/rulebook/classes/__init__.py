"""Rules and rosters of balanced classes: read, refused, put to the engine, told afterwards."""
