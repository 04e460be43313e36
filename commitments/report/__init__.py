"""The annual report: what it lacks, its chapters, its editions and their PDFs.
Knows the models and where commitments stand.
"""
