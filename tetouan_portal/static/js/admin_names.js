// A name for every control that the admin's widgets leave without one, from the text that stands beside it.
{
  const switchName = document.currentScript.dataset.switchName;

  const nameOf = (select) => {
    const label = select.labels[0];
    if (!label) return null;
    label.id ||= `${select.id}_label`;
    return label.id;
  };

  // The box of an autocomplete field stands after the select that it hides.
  const nameBox = (box) => {
    const select = box.previousElementSibling;
    const label = select?.matches("select") && nameOf(select);
    if (!label) return;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
      part.setAttribute("aria-labelledby", label);
    }
  };

  // In a table of rows the heading of the column names the field.
  const nameCell = (field) => {
    if (field.labels.length || field.hasAttribute("aria-label")) return;
    const cell = field.closest("td");
    const heading = cell.closest("table").tHead?.rows[0].cells[cell.cellIndex];
    if (heading?.textContent.trim()) field.setAttribute("aria-label", heading.textContent.trim());
  };

  // A field for a file stands in a group of its own, whose legend names it.
  const nameFile = (field) => {
    const legend = field.closest("fieldset")?.querySelector(":scope > legend");
    if (legend && !field.labels.length) field.setAttribute("aria-label", legend.textContent.trim());
  };

  const nameAll = (root) => {
    root.querySelectorAll(".select2-container").forEach(nameBox);
    root.querySelectorAll(".tabular td :is(input:not([type=hidden]), select, textarea)").forEach(nameCell);
    root.querySelectorAll("input[type=file]").forEach(nameFile);
    root.querySelectorAll(".tabular th:empty").forEach((cell) => cell.setAttribute("role", "presentation"));
    root.querySelector("#modeltranslation-main-switch")?.setAttribute("aria-label", switchName);
  };

  // The widgets are built when jQuery is ready, which may be after the page is: this comes after them.
  const whenBuilt = (act) => (window.jQuery ?? window.django?.jQuery)?.(act);
  window.addEventListener("load", () => whenBuilt(() => nameAll(document)));
  document.addEventListener("formset:added", (event) => setTimeout(() => nameAll(event.target)));
}
