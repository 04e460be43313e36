"""An absence hands work over for stated days: a deputy does what waits for the absent one, in their own name.

A deputy holds a role of the absent one and gains no other: no permission is handed over, only the institutions for
which the absent one declares and the cases with which they are charged. Nothing of an independent institution is. It
ends by itself. Who enters an absence, and for whom, `tetouan_portal.accounts.absences` says.
"""
