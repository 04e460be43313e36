/* Writing to the Commune, for whoever has scripts: nothing typed is lost, characters are counted, photos try again.
   What is typed is kept in sessionStorage: it goes with the window, as computers are shared. */
(() => {
  const PREFIX = "sending ";
  const PAUSES = [1000, 3000, 9000, 27000];

  function remembered(key) {
    try {
      return JSON.parse(sessionStorage.getItem(PREFIX + key)) || {};
    } catch {
      return {};
    }
  }
  function remember(key, values) {
    try {
      sessionStorage.setItem(PREFIX + key, JSON.stringify(values));
    } catch { /* full or forbidden: the server keeps what is sent */ }
  }
  function forgetAll() {
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
    } catch { /* forbidden */ }
  }

  const words = (form) => [...form.querySelectorAll("textarea, input[data-most], input[type=email]")];

  /* --- what was typed ----------------------------------------------------- */
  function keep(form) {
    const key = form.dataset.keeps;
    const before = remembered(key);
    for (const field of words(form)) {
      if (!field.value && before[field.name]) {
        field.value = before[field.name];
        field.dispatchEvent(new Event("input"));
      }
    }
    form.addEventListener("input", () => {
      remember(key, Object.fromEntries(words(form).map((field) => [field.name, field.value])));
    });
  }

  /* --- how much room is left ------------------------------------------------ */
  function count(field, sentence) {
    const most = Number(field.dataset.most);
    const note = document.createElement("p");
    note.className = "characters";
    field.after(note);
    function tell() {
      const used = [...field.value.replace(/\r\n/g, "\n")].length;
      note.textContent = used * 2 > most ? sentence.replace("{count}", used).replace("{most}", most) : "";
      note.classList.toggle("too-many", used > most);
    }
    field.addEventListener("input", tell);
    tell();
  }

  /* --- photos ----------------------------------------------------------------- */
  /* The address is read from the markup: `form.action` is the button of that name. */
  const wait = (time) => new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    window.addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
  });

  async function sent(form, files, tell) {
    const body = new FormData(form);
    body.delete("photos");
    for (const file of files) body.append("photos", file);
    body.set("action", "photos");
    for (const pause of [...PAUSES, 0]) {
      try {
        const answer = await fetch(form.getAttribute("action"), { method: "POST", body, credentials: "same-origin" });
        if (answer.status < 500) return await answer.text();
      } catch { /* the line broke */ }
      if (!pause) return null;
      tell("again");
      await wait(pause);
    }
    return null;
  }

  function photos(form) {
    form.addEventListener("change", async (event) => {
      if (event.target.type !== "file" || !event.target.files.length) return;
      const box = form.querySelector("#photos");
      const tell = (word) => {
        const note = form.querySelector("[data-photo-status]");
        note.textContent = note.dataset[word];
      };
      const files = [...event.target.files];
      event.target.value = "";
      event.target.disabled = true;
      tell("sending");
      const html = await sent(form, files, tell);
      event.target.disabled = false;
      const fresh = html && new DOMParser().parseFromString(html, "text/html").querySelector("#photos");
      if (!fresh) {
        tell("failed");
        return;
      }
      /* Its status stays, so that what is said in it is heard. */
      const status = box.querySelector("[data-photo-status]");
      fresh.querySelector("[data-photo-status]").replaceWith(status);
      box.replaceWith(fresh);
      ready(fresh);
      if (fresh.querySelector(".errorlist")) status.textContent = "";
      else tell("kept");
      (fresh.querySelector("input[type=file]") || fresh).focus();
    });
  }
  function ready(box) {
    for (const button of box.querySelectorAll("[data-uploads]")) button.hidden = true;
  }

  for (const form of document.querySelectorAll("form[data-keeps]")) {
    for (const field of form.querySelectorAll("textarea[data-most]")) count(field, form.dataset.count);
    keep(form);
    if (form.querySelector("#photos")) {
      photos(form);
      ready(form);
    }
  }
  for (const form of document.querySelectorAll("form[data-forgets]")) form.addEventListener("submit", forgetAll);
})();
