"""Names of columns that tell of a person."""

# Whoever adds a column of this kind masks it, or says here that it is no personal data.
TELLING = (
    "email",
    "password",
    "username",
    "first_name",
    "last_name",
    "phone",
    "secret",
    "secret_hash",
    "token",
    "postal_address",
    "tracking_hash",
    "data",
    "ip",
)
