"""From the plan to the site: find dirty files, render them into the stage, publish the generation."""
