"""Where samples come from: generators, corpora, local and hub files."""
