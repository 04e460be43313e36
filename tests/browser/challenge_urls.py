"""One page with a challenged form, as the public forms have it."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from tetouan_portal.lib.challenge import ChallengedForm
from tetouan_portal.urls import *  # noqa: F403 -- what the base template links to
from tetouan_portal.urls import urlpatterns as portal

PAGE = """
{% extends "base.html" %}
{% block title %}Form{% endblock %}
{% block content %}
  <section class="page"><h1>Form</h1>
    {{ form.non_field_errors }}
    <form method="post">{% csrf_token %}
      <div class="field">{{ form.message.label_tag }} {{ form.message }} {{ form.message.errors }}</div>
      {% include "components/challenge.html" with form=form only %}
      <button name="act" value="send">Send</button>
      <button name="act" value="back" formnovalidate>Back</button>
    </form>
  </section>
{% endblock content %}
"""


class MessageForm(ChallengedForm):
    message = forms.CharField(max_length=100, initial="bonjour", label="Message")


def message(request):
    if request.POST.get("act") == "back":
        return HttpResponse(f"back:{request.POST['proof']}")
    form = MessageForm(request.POST or None, request=request)
    if form.is_trap:
        return redirect("/received/?trap")
    if request.method == "POST" and form.is_valid():
        return redirect(f"/received/?{request.POST['act']}")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


urlpatterns = [
    path("form/", message),
    path("received/", lambda request: HttpResponse("<!doctype html><title>ok</title><p>received</p>")),
    *portal,
]
