// While the worker has a file in hand, the page looks again by itself and says how far it is.
"use strict";

const EVERY = 2000; // milliseconds

async function look() {
  const here = document.querySelector("[data-at-work]");
  if (!here) {
    return;
  }
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-at-work]");
    if (!answer.ok || !there) {
      location.reload();
      return;
    }
    if (there.textContent !== here.textContent) {
      here.textContent = there.textContent;
    }
  } catch {
    // the line is down: look again later
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
