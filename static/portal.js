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

/* Names of organisations we know, under the field while typing. The field takes any name. */
function suggestNames(field) {
  const list = document.getElementById(field.getAttribute("list"));
  let timer, last = "";
  const show = async () => {
    const part = field.value.trim();
    if (part.length < 2 || part === last) return;
    last = part;
    try {
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(part)}`);
      const { names } = await answer.json();
      list.replaceChildren(...names.map((name) => new Option(name, name)));
    } catch {
      list.replaceChildren();
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 200);
  });
}

focusErrorSummary();
calmSubmitButtons();
document.querySelectorAll("textarea[maxlength]").forEach(countCharacters);
document.querySelectorAll("button[data-copy]").forEach(offerCopy);
document.querySelectorAll("input[data-suggest]").forEach(suggestNames);
