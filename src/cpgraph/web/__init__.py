"""The web: pages for people, a SPARQL endpoint for programs, over the newest snapshot of one store."""
