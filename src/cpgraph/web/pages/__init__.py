"""The pages: each asks stored queries of one snapshot and fills a template."""
