// A slider and its number say the same; a lever that moved from the study is marked. The page works without it.
(function () {
  "use strict";
  const form = document.getElementById("palancas");
  if (!form) return;

  function mark(lever) {
    const number = lever.querySelector("input[type=number]");
    if (!number) return;
    const moved = number.value !== "" && Number(number.value) !== Number(lever.dataset.base);
    lever.classList.toggle("ay-lever-moved", moved);
  }

  form.addEventListener("input", function (event) {
    const lever = event.target.closest("[data-base]");
    if (!lever) return;
    const range = lever.querySelector("input[type=range]");
    const number = lever.querySelector("input[type=number]");
    if (event.target === range) number.value = range.value;
    else if (range && number.value !== "") range.value = number.value;
    mark(lever);
  });

  form.addEventListener("reset", function () {
    // The form takes its first values after this event.
    setTimeout(function () {
      form.querySelectorAll("[data-base]").forEach(function (lever) {
        const range = lever.querySelector("input[type=range]");
        const number = lever.querySelector("input[type=number]");
        number.value = lever.dataset.base;
        if (range) range.value = number.value;
        mark(lever);
      });
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });

  form.querySelectorAll("[data-base]").forEach(mark);
})();
