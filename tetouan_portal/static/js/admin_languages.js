// The switch over all language tabs begins with the language of the page, as the tabs themselves do.
// jQuery calls its ready functions in the order of their registration: this one comes after the tabs' own.
window.addEventListener("load", () => (window.jQuery || window.django.jQuery)(() => {
  const all = document.getElementById("modeltranslation-main-switch");
  const ours = all && [...all.options].find((option) => option.text.toLowerCase() === document.documentElement.lang);
  if (ours) all.value = ours.value;
}));
