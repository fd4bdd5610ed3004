/* Small courtesies. Every page works without this file. */

function focusErrorSummary() {
  document.querySelector("[data-error-summary]")?.focus();
}

/* A second click on "Versturen" while the first is under way does nothing. The server counts on
   its one-time token, not on this. */
function calmSubmitButtons() {
  const buttons = () => document.querySelectorAll("form[data-once] button[type=submit]");
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-once]")) return;
    setTimeout(() => buttons().forEach((button) => { button.disabled = true; }));
  });
  window.addEventListener("pageshow", () => {
    buttons().forEach((button) => { button.disabled = false; });
  });
}

function countCharacters(field) {
  const counter = document.createElement("span");
  counter.className = "counter";
  counter.setAttribute("aria-live", "polite");
  field.after(counter);
  const update = () => {
    const left = field.maxLength - field.value.length;
    counter.textContent = left <= field.maxLength / 5 ? `Nog ${left} tekens` : "";
  };
  field.addEventListener("input", update);
  update();
}

function offerCopy(button) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) return;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.innerText);
      button.textContent = "Gekopieerd";
    } catch {
      button.textContent = "Kopiëren lukt niet, selecteer de tekst zelf";
    }
    setTimeout(() => { button.textContent = label; }, 4000);
  });
}

focusErrorSummary();
calmSubmitButtons();
document.querySelectorAll("textarea[maxlength]").forEach(countCharacters);
document.querySelectorAll("button[data-copy]").forEach(offerCopy);
