// The desk: a text of the desk is put into the answer without a visit to the server, and a receipt is printed.
const insert = document.querySelector("[data-inserts]");
insert?.addEventListener("click", (event) => {
  const chosen = document.getElementById("id_template").selectedOptions[0];
  if (!chosen?.dataset.text) return;
  event.preventDefault();
  const text = document.getElementById("id_text");
  text.value = [text.value.trim(), chosen.dataset.text].filter(Boolean).join("\n\n");
  if (document.querySelector("[name=act]:checked")?.value === "") {
    const act = document.querySelector(`[name=act][value=${chosen.dataset.act}]`);
    if (act) act.checked = true;
  }
  text.focus();
});
const print = document.querySelector("[data-prints]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
