from benchmarks import pages, report

pages.run()
print()
report.run()
