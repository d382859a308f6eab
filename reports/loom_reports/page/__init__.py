"""report.html: one self-contained page over one run or several. `build.write_page` writes it."""
