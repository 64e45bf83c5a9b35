"""From rules and tables to places: keys, pools, batches, passes, results and their proof."""
