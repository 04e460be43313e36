"""The last step: read again, and sent."""

from django import forms

from tetouan_portal.lib.challenge import ChallengedForm


class ConfirmationForm(ChallengedForm):
    """`version`: of the draft as it was read."""

    version = forms.CharField(max_length=64, widget=forms.HiddenInput)
