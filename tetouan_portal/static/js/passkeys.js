/* Passkeys: carries the page's challenge to the device and the device's answer into the form. */
(() => {
  if (!window.PublicKeyCredential || !window.webauthnJSON) return;
  const failed = document.querySelector("[data-passkey-failed]");
  for (const sentence of document.querySelectorAll("[data-without-passkeys]")) sentence.hidden = true;

  async function options(form) {
    if (form.dataset.passkey === "login") {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      return (await answer.json()).request_options;
    }
    const given = JSON.parse(document.getElementById("passkey-options").textContent);
    return given.creation_options || given.request_options;
  }

  /* A passkey that signs in alone is kept on the device and asks for finger, face or code. */
  function alone(creation, checkbox) {
    const selection = creation.publicKey.authenticatorSelection;
    selection.residentKey = checkbox.checked ? "required" : "discouraged";
    selection.requireResidentKey = checkbox.checked;
    if (checkbox.checked) selection.userVerification = "required";
  }

  async function answer(form) {
    const asked = await options(form);
    if (form.dataset.passkey !== "create") return window.webauthnJSON.get(asked);
    alone(asked, form.elements.passwordless);
    return window.webauthnJSON.create(asked);
  }

  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await answer(form));
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
