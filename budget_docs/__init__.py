"""Budget and accounting documents of the Commune. Knows neither commitments nor participation."""
