// Small help on top of pages that work without it. No page depends on this file.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("has-js");

  function shownTheme() {
    const chosen = root.getAttribute("data-bs-theme");
    if (chosen) return chosen;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.matches("[data-theme-form]")) {
      event.preventDefault();
      const next = shownTheme() === "dark" ? "light" : "dark";
      root.setAttribute("data-bs-theme", next);
      document.cookie = "ayni_theme=" + next + ";path=/;max-age=31536000;samesite=lax";
    } else if (form.matches("[data-once]")) {
      // A slow line tempts to press twice; the second press is ignored, the server decides anyway.
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      form.setAttribute("aria-busy", "true");
    }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
    document.querySelectorAll("details.ay-menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.ay-menu[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  document.addEventListener("change", function (event) {
    const input = event.target;
    if (!input.matches("input[type=file][data-max-bytes]") || !input.files.length) return;
    const size = input.files[0].size;
    const over = size > Number(input.dataset.maxBytes);
    input.setCustomValidity(over ? input.dataset.tooLarge : "");
    const note = document.getElementById(input.id + "-chosen");
    if (note) note.textContent = input.files[0].name + " · " + (size / 1048576).toFixed(1) + " MB";
    if (over) input.reportValidity();
  });

  // A summary of errors is read first, by eye and by screen reader.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
})();
