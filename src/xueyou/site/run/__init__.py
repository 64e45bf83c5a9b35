"""The running site on one machine: `python -m xueyou.site.run` starts and ends it.

One supervisor process prepares the data folder, opens the port, forks the web server and the
worker, starts them again when they die, and says in `run.json` where everything is.
"""
