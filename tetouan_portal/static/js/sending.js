/* Writing to the Commune, for whoever has scripts: nothing typed is lost, characters are counted, photos try again and are waited for.
   What is typed is kept in sessionStorage: it goes with the window, as computers are shared. */
(() => {
  const PREFIX = "sending ";
  const PAUSES = [1000, 3000, 9000, 27000];
  const ON = { name: "action", value: "on" }; // the button that leads to the next step

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
  const wait = (time) => new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    window.addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
  });

  /* The page with which the server answers; null when the line stays broken. The address is read from the markup:
     `form.action` is the button of that name. */
  async function answerTo(form, file, signal, brokeOff) {
    const body = new FormData(form);
    body.set("photos", file);
    body.set("action", "photos");
    for (const pause of [...PAUSES, 0]) {
      try {
        const answer = await fetch(form.getAttribute("action"), {
          method: "POST", body, signal, credentials: "same-origin",
        });
        if (answer.status < 500) return new DOMParser().parseFromString(await answer.text(), "text/html");
      } catch { /* the line broke */ }
      if (!pause || signal.aborted) return null;
      brokeOff();
      await wait(pause);
    }
    return null;
  }

  /* Photos travel by themselves, one at a time, while the rest is written. Until each is kept, or given up by its
     author, the step does not go on: what was pressed meanwhile waits. */
  function photos(form, input) {
    const part = (name) => form.querySelector(`[data-photo-${name}]`);
    const [status, choice] = [part("status"), part("choice")];
    const stop = new AbortController();
    const queue = [], lost = [], refusals = [];
    let travelling = false, pressed = null, word = "";

    function tell(...said) {
      if (said.length) [word] = said;
      status.dataset.says = word;
      const text = [status.dataset[word], travelling && pressed && status.dataset.waiting].filter(Boolean).join(" ");
      if (status.textContent !== text) status.textContent = text;
    }

    function holdBack(event) {
      event.preventDefault();
      event.returnValue = true; // what older browsers ask for
    }
    function guard() {
      if (travelling || lost.length) window.addEventListener("beforeunload", holdBack);
      else window.removeEventListener("beforeunload", holdBack);
    }

    function goOn({ name, value }) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
      form.submit();
      field.remove(); // the page may be come back to as it stands
    }

    /* The field stays the same one: its window may be open, and what is chosen there must be heard of. */
    function show(fresh) {
      const old = form.querySelector("#photos");
      const hadFocus = old.contains(document.activeElement);
      refusals.push(...fresh.querySelectorAll(".errorlist li"));
      fresh.querySelector(".errorlist")?.remove();
      if (refusals.length) {
        const list = document.createElement("ul");
        Object.assign(list, { className: "errorlist", id: "photos-error" });
        list.append(...refusals);
        fresh.querySelector(".hint").after(list);
      }
      const field = fresh.querySelector("input[type=file]");
      if (field) {
        field.closest(".field").classList.toggle("has-errors", refusals.length > 0);
        input.setAttribute("aria-describedby", refusals.length ? "photos-hint photos-error" : "photos-hint");
        field.replaceWith(input);
      }
      ready(fresh);
      old.replaceWith(fresh);
      if (hadFocus) (field ? input : fresh).focus();
    }

    function ask() {
      choice.querySelector("ul").replaceChildren(...lost.map((file) => {
        const item = document.createElement("li"), name = document.createElement("bdi");
        name.textContent = file.name;
        item.append(name);
        return item;
      }));
      choice.hidden = false;
      tell("failed");
      if (pressed) choice.focus();
    }

    async function travel() {
      travelling = true;
      choice.hidden = true;
      refusals.length = 0;
      guard();
      while (queue.length) {
        tell("sending");
        const answer = await answerTo(form, await smallerPhoto(queue[0]), stop.signal, () => tell("again"));
        const fresh = answer?.querySelector("#photos");
        if (fresh) show(fresh);
        const gone = answer ? [queue.shift()] : queue.splice(0); // a line that is down is down for all
        if (!fresh) lost.push(...gone);
      }
      travelling = false;
      arrive();
    }

    function arrive() {
      if (stop.signal.aborted) return;
      guard();
      const wanted = pressed;
      if (refusals.length) pressed = null; // its author reads first what was not kept
      if (lost.length) { ask(); return; }
      pressed = null;
      tell(refusals.length ? "refused" : "kept");
      if (wanted && refusals.length) form.querySelector("#photos").focus();
      else if (wanted) goOn(wanted);
    }

    function send(files) {
      queue.push(...lost.splice(0), ...files);
      if (!travelling) travel();
    }

    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      if (files.length) send(files);
    });
    form.addEventListener("submit", (event) => {
      if (!travelling && !lost.length) return;
      event.preventDefault();
      const { name, value } = event.submitter || ON;
      pressed = { name, value };
      if (travelling) tell(); else ask();
    });
    part("again").addEventListener("click", () => { status.focus(); send([]); });
    part("without").addEventListener("click", () => {
      lost.length = 0;
      guard();
      goOn(pressed || ON);
    });
    /* Whoever erases everything does not wait for photos to arrive first. */
    for (const other of document.querySelectorAll("form[data-forgets]")) {
      other.addEventListener("submit", () => {
        stop.abort();
        window.removeEventListener("beforeunload", holdBack);
      });
    }
  }
  function ready(box) {
    for (const button of box.querySelectorAll("[data-uploads]")) button.hidden = true;
  }

  for (const form of document.querySelectorAll("form[data-keeps]")) {
    for (const field of form.querySelectorAll("textarea[data-most]")) count(field, form.dataset.count);
    keep(form);
    const input = form.querySelector("#photos input[type=file]");
    if (input) photos(form, input);
    ready(form);
  }
  for (const form of document.querySelectorAll("form[data-forgets]")) form.addEventListener("submit", forgetAll);
})();
