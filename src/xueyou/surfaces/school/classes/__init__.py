"""均衡分班 at the school's desk, on the stage, and on the board of the office above."""
