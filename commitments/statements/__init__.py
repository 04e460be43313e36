"""Who says what: an institution declares, the publisher publishes or returns. Knows the models and the evidence."""
