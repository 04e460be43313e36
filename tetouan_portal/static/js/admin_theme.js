// The admin's switch between day and night governs the portal's colours too. tokens.css asks for the reader's own
// scheme: its rules for the dark apply always when the switch says dark, never when it says light.
{
  const DARK = "(prefers-color-scheme: dark)";
  const page = document.documentElement;
  const tokens = document.querySelector("link[data-tokens]").sheet;
  const night = [...tokens.cssRules].filter((rule) => rule.media?.mediaText === DARK);
  const media = { dark: "all", light: "not all" };
  const follow = () => night.forEach((rule) => { rule.media.mediaText = media[page.dataset.theme] ?? DARK; });
  new MutationObserver(follow).observe(page, { attributeFilter: ["data-theme"] });
  follow();
}
