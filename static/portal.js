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

/* Seen at every letter; spoken only near the end, and when the typing pauses. */
function countCharacters(field) {
  const counter = document.createElement("span");
  counter.className = "counter";
  counter.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  field.after(counter, spoken);
  let timer;
  const update = () => {
    const left = field.maxLength - field.value.length;
    counter.textContent = left <= field.maxLength / 5 ? `Nog ${left} tekens` : "";
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = counter.textContent; }, 1500);
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

/* Why a wished moment is worth a second look, in the words of the server; it forbids nothing. */
function lookTwice(part) {
  const off = JSON.parse(part.dataset.daysOff);
  const { due, opens, closes } = part.dataset;
  const words = new Intl.DateTimeFormat("nl-BE", { dateStyle: "full" });
  const reasons = (day, hour) => {
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) return [];
    const date = new Date(`${day}T12:00`);
    const said = words.format(date);
    const found = [];
    if (off[day]) found.push(`${said} is geen gewone werkdag (${off[day]})`);
    else if (date.getDay() % 6 === 0) found.push(`${said} is geen gewone werkdag`);
    else if (hour && !(+opens <= parseInt(hour) && parseInt(hour) < +closes)) {
      found.push(`${hour.replace(":", ".")} uur valt buiten de gewone uren`);
    }
    if (day < due) found.push(`${said} komt voor de dag waarop je ten laatste antwoord krijgt`);
    return found;
  };
  part.querySelectorAll("[data-moment]").forEach((moment) => {
    const [day, hour] = moment.querySelectorAll("input");
    const note = moment.querySelector("[data-second-look]");
    moment.addEventListener("change", () => {
      const found = reasons(day.value, hour.value).join("; ");
      note.textContent = found && `Let op: ${found}. Het mag, maar misschien lukt het niet.`;
    });
  });
}

/* The price of the chosen length, taken from the table that is on the page. */
function followPrice(line) {
  const select = document.getElementById(line.htmlFor.value);
  select?.addEventListener("change", () => {
    const row = document.querySelector(`[data-prices] [data-minutes="${select.value}"]`);
    if (!row) return;
    const [length, price] = [...row.cells].map((cell) => cell.textContent);
    line.textContent = `Een gesprek van ${length} kost vanaf dan ${price}.`;
  });
}

/* What somebody types stays in this browser until the form is in, for a week at most. Only the
   fields that the server names: never anything that could be about a client. */
const DRAFT = "cso-aanvraag";
const DRAFT_DAYS = 7;

function storedDraft() {
  try {
    const kept = JSON.parse(localStorage.getItem(DRAFT));
    if (kept && Date.now() - kept.at < DRAFT_DAYS * 86_400_000) return kept.values;
    localStorage.removeItem(DRAFT);
  } catch { /* no storage here: then nothing is kept */ }
  return null;
}

function storeDraft(values) {
  try {
    if (values) localStorage.setItem(DRAFT, JSON.stringify({ at: Date.now(), values }));
    else localStorage.removeItem(DRAFT);
  } catch { /* the same */ }
}

function fillIn(form, values, names) {
  const named = [...form.elements].filter((field) => names.includes(field.name));
  named.filter((field) => values[field.name]).forEach((field) => {
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = values[field.name].includes(field.value);
    else [field.value] = values[field.name];
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function keepDraft(form) {
  const names = form.dataset.draft.split(" ");
  const offer = document.querySelector("[data-draft-offer]");
  const note = document.querySelector("[data-draft-note]");
  const show = (part, visible) => { if (part) part.hidden = !visible; };
  const kept = storedDraft();
  show(offer, kept);
  let timer;
  const save = () => {
    const data = new FormData(form);
    storeDraft(Object.fromEntries(names.map((name) => [name, data.getAll(name)])));
    show(note, storedDraft());
  };
  form.addEventListener("input", (event) => {
    if (!names.includes(event.target.name) || offer?.hidden === false) return;
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  });
  document.querySelector("[data-draft-restore]")?.addEventListener("click", () => {
    show(offer, false);
    show(note, true);
    fillIn(form, kept, names);
    form.elements[names[0]].focus();
  });
  document.querySelectorAll("[data-draft-clear]").forEach((button) => {
    button.addEventListener("click", () => {
      clearTimeout(timer);
      storeDraft(null);
      show(offer, false);
      show(note, false);
      form.querySelector(`[name="${names[0]}"]`).focus();
    });
  });
}

function offerPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

focusErrorSummary();
calmSubmitButtons();
document.querySelectorAll("textarea[maxlength]").forEach(countCharacters);
document.querySelectorAll("button[data-copy]").forEach(offerCopy);
document.querySelectorAll("button[data-print]").forEach(offerPrint);
document.querySelectorAll("input[data-suggest]").forEach(suggestNames);
document.querySelectorAll("[data-days-off]").forEach(lookTwice);
document.querySelectorAll("[data-price-line]").forEach(followPrice);
document.querySelectorAll("form[data-draft]").forEach(keepDraft);
if (document.querySelector("[data-draft-done]")) storeDraft(null);
