// The panel in which a person checks codings. It shows what Python answers and asks Python for everything it does:
// nothing is decided, counted or kept here. Text of documents and of people is only ever set as text.

const CHOICES = [
  { decision: "applies", words: "applies", key: "a" },
  { decision: "does_not_apply", words: "does not apply", key: "d" },
  { decision: "unsure", words: "unsure", key: "u" },
];
const KEYS = [
  ["1 to 9", "go to the theme of that number"],
  ["a", "the theme applies"],
  ["d", "the theme does not apply"],
  ["u", "unsure"],
  ["n", "next passage"],
  ["p", "previous passage"],
  ["z", "undo the last decision"],
  ["t", "write a note; Escape leaves it"],
  ["Escape", "close a definition"],
];
const PATIENCE = 8000; // milliseconds until the panel says that it has had no answer

let panels = 0;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child));
  return made;
}

function button(words, onclick, attributes = {}) {
  return element("button", { type: "button", onclick, ...attributes }, words);
}

function setText(target, words) {
  // Only on a change: a screen reader reads a live region again whenever it is touched.
  if (target.textContent !== words) target.textContent = words;
  target.hidden = words === "" && !target.hasAttribute("role");
}

// A button that has no effect stays in reach: one that is disabled would drop the focus out of the panel.
function setAvailable(target, available) {
  target.setAttribute("aria-disabled", String(!available));
}

function countOf(number, thing) {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

function themeName(id, theme, number) {
  const tip = element("span", { role: "tooltip", id: `${id}-definition`, class: "scr-definition", hidden: true });
  tip.textContent = theme.definition;
  const open = () => (tip.hidden = false);
  const close = () => (tip.hidden = true);
  const name = button(theme.theme, open, { id: `${id}-theme`, class: "scr-theme", "aria-describedby": tip.id });
  const holder = element(
    "span",
    { class: "scr-holder", onmouseenter: open, onmouseleave: close, onfocusin: open, onfocusout: close },
    element("span", { class: "scr-number", "aria-hidden": "true" }, String(number)),
    name,
    tip,
  );
  return { holder, close };
}

// A theme's row: built once for a passage, then only brought up to date, so that the focus stays where it is.
function themeRow(id, cell, number, ask) {
  const row = { theme_id: cell.theme_id, buttons: {} };
  const name = themeName(id, cell, number);
  const choices = CHOICES.map(({ decision, words }) => {
    const tick = element("span", { "aria-hidden": "true" });
    const choice = button(tick, () => ask.decide(row, decision), { "aria-pressed": "false" });
    choice.append(words);
    row.buttons[decision] = choice;
    return choice;
  });
  const machine = [cell.machine, cell.evidence && `its words: ‘${cell.evidence}’`].filter(Boolean);
  const asked = ["Asked", cell.why].filter(Boolean).join(": ") + (cell.alike ? `; ${cell.alike}` : "");
  row.stand = element("p", { id: `${id}-stand` });
  row.others = element("p", { class: "scr-others" });
  row.close = name.close;
  row.item = element(
    "li",
    { class: "scr-row", onfocusin: () => ask.activate(row) },
    element(
      "div",
      { role: "group", "aria-labelledby": `${id}-theme`, "aria-describedby": `${id}-stand` },
      name.holder,
      cell.asked ? element("span", { class: "scr-why" }, asked) : null,
      machine.length ? element("p", { class: "scr-machine" }, machine.join("; ")) : null,
      row.others,
      element("div", { class: "scr-choices" }, ...choices, row.stand),
    ),
  );
  row.update = (shown, waiting) => {
    for (const { decision } of CHOICES) {
      row.buttons[decision].setAttribute("aria-pressed", String(shown.decision === decision));
      row.buttons[decision].firstChild.textContent = shown.decision === decision ? "✓ " : "";
    }
    const chosen = CHOICES.find(({ decision }) => decision === shown.decision);
    const reason = shown.reason ? ` Your note: ${shown.reason}` : "";
    setText(row.stand, waiting || (chosen ? `Saved: you decided ‘${chosen.words}’.${reason}` : "Not decided yet."));
    setText(row.others, shown.others.length ? `Other coders: ${shown.others.join("; ")}` : "");
  };
  return row;
}

function passagePart(id, shown, ask) {
  const passage = shown.passage;
  const heading = element("h3", { tabindex: "-1", class: "scr-heading" }, `${passage.review}: ${passage.label}`);
  const text = passage.pieces.map(({ text, marked }) => (marked ? element("mark", {}, text) : text));
  const near = passage.neighbours.map(({ label, text, current }) =>
    element(
      "li",
      current ? { "aria-current": "true" } : {},
      element("strong", {}, label + (current ? " (this passage)" : "")),
      " ",
      text,
    ),
  );
  const rows = passage.cells.map((cell, place) => themeRow(`${id}-${place}`, cell, place + 1, ask));
  const note = element("textarea", {
    id: `${id}-note`,
    rows: "2",
    "data-lm-suppress-shortcuts": "true",
    "aria-describedby": `${id}-note-help`,
  });
  note.value = passage.note;
  const at = `${passage.place}. To check: passage ${shown.at + 1} of ${shown.n_passages}.`;
  const root = element(
    "div",
    { class: "scr-passage" },
    heading,
    element("p", { class: "scr-muted" }, at),
    element("p", { class: "scr-words" }, element("span", { class: "scr-stem" }, passage.stem), passage.stem && " ", ...text),
    element(
      "details",
      {},
      element("summary", {}, `The passages of this review (${near.length})`),
      element("ul", { class: "scr-near" }, ...near),
    ),
    element("h4", {}, "Themes"),
    element("ol", { class: "scr-rows" }, ...rows.map((row) => row.item)),
    element("label", { class: "scr-label", for: note.id }, "Note"),
    element(
      "p",
      { class: "scr-muted", id: `${id}-note-help` },
      "Kept as the reason of what you decide on this passage from then on.",
    ),
    note,
  );
  return { root, heading, rows, note, passage_id: passage.passage_id };
}

function endPart(shown, ask) {
  const left = shown.n_asked - shown.n_decided;
  const words =
    shown.n_asked === 0
      ? "There are no cells to check."
      : left === 0
        ? `All ${countOf(shown.n_asked, "cell")} decided`
        : `${left} of ${countOf(shown.n_asked, "cell")} ${left === 1 ? "is" : "are"} still to be decided`;
  const heading = element("h3", { tabindex: "-1", class: "scr-heading" }, words);
  const back = left ? button("Go to the first that is undecided", () => ask.go(shown.first_undecided)) : null;
  return { root: element("div", { class: "scr-passage" }, heading, back), heading, rows: [], note: null, passage_id: null };
}

function keyList() {
  const items = KEYS.map(([key, words]) => element("li", {}, element("kbd", {}, key), ` ${words}`));
  return element(
    "details",
    {},
    element("summary", {}, "Keys"),
    element("p", { class: "scr-muted" }, "They work while the focus is in this panel and not in the note."),
    element("ul", { class: "scr-keys" }, ...items),
  );
}

function render({ model, el }) {
  const id = `scrlearn-panel-${(panels += 1)}`;
  let shown = null;
  let part = null;
  let active = null;
  let number = 0;
  let waiting = null; // the last thing asked for that has not been answered
  let missed = ""; // why something was not saved, told by an answer that came while another was waited for
  let timer = null;

  const who = element("p", { class: "scr-muted" });
  const progress = element("progress", { id: `${id}-progress`, max: "1", value: "0" });
  const counted = element("label", { for: progress.id });
  const alert = element("p", { role: "alert", class: "scr-alert" });
  const body = element("div", {}, element("p", {}, "Waiting for Python. If nothing appears, run this cell again."));
  const status = element("p", { role: "status", class: "scr-status" });
  const previous = button("Previous passage", () => ask.go(shown.at - 1));
  const next = button("Next passage", () => ask.go(shown.at + 1));
  const undo = button("Undo", () => ask.undo());
  const root = element(
    "section",
    { class: "scrlearn-panel", lang: "en-GB", "aria-label": "Check codings", tabindex: "-1" },
    element("div", { class: "scr-top" }, who, element("div", { class: "scr-progress" }, counted, progress)),
    alert,
    body,
    status,
    element("div", { class: "scr-actions" }, previous, next, undo),
    keyList(),
  );

  function send(message) {
    number += 1;
    waiting = { ...message, number };
    clearTimeout(timer);
    timer = setTimeout(complain, PATIENCE);
    model.send(waiting);
  }

  function complain() {
    if (!waiting) return;
    const what = waiting.kind === "decide" || waiting.kind === "undo" ? "Not saved yet: " : "";
    setText(alert, `${what}Python has not answered. It may be busy with another cell; if it has stopped, run this cell again.`);
    setText(status, "");
  }

  function sendNote() {
    if (part && part.note && part.note.value.trim() !== shown.passage.note) {
      shown.passage.note = part.note.value.trim();
      model.send({ kind: "note", passage_id: part.passage_id, note: part.note.value });
    }
  }

  const ask = {
    activate(row) {
      if (active && active !== row) active.item.classList.remove("scr-active");
      active = row;
      row.item.classList.add("scr-active");
    },
    decide(row, decision) {
      sendNote();
      setText(alert, "");
      setText(status, "Saving …");
      setText(row.stand, "Saving …");
      ask.activate(row);
      send({ kind: "decide", passage_id: part.passage_id, theme_id: row.theme_id, decision });
    },
    undo() {
      if (!shown || !shown.undo) return;
      sendNote();
      setText(status, "Saving …");
      send({ kind: "undo" });
    },
    go(at) {
      if (!shown || at < 0 || at > shown.n_passages) return;
      sendNote();
      setText(status, "");
      send({ kind: "go", at });
    },
  };

  function receive(answer) {
    const asked = waiting && waiting.number === answer.number ? waiting : null;
    // An answer to an earlier message, while a later one is under way, would undo what is on the screen.
    if (waiting && !asked) {
      missed = answer.error || missed;
      return;
    }
    clearTimeout(timer);
    waiting = null;
    shown = answer;
    const inside = root.contains(document.activeElement);
    const passage_id = shown.passage ? shown.passage.passage_id : null;
    const moved = !part || part.passage_id !== passage_id || !passage_id;
    if (moved) showPart(inside && part !== null);
    update(asked);
  }

  function showPart(focus) {
    part = shown.passage ? passagePart(`${id}-${number}-${shown.at}`, shown, ask) : endPart(shown, ask);
    body.replaceChildren(part.root);
    if (part.note) part.note.addEventListener("change", sendNote);
    active = null;
    if (part.rows.length) ask.activate(part.rows[0]);
    if (focus) part.heading.focus();
  }

  function update(asked) {
    part.rows.forEach((row, place) => {
      const refused = shown.error && asked && asked.kind === "decide" && asked.theme_id === row.theme_id;
      const choice = refused && CHOICES.find(({ decision }) => decision === asked.decision);
      row.update(shown.passage.cells[place], refused ? `Not saved: ‘${choice.words}’.` : "");
    });
    setText(who, `Coder: ${shown.coder}${shown.blind ? ". Blind: suggestions and other coders’ decisions are hidden" : ""}`);
    setText(counted, `${shown.n_decided} of ${countOf(shown.n_asked, "cell")} decided`);
    progress.max = Math.max(shown.n_asked, 1);
    progress.value = shown.n_decided;
    const refusal = shown.error || missed;
    setText(alert, refusal ? `Not saved. ${refusal}` : "");
    missed = "";
    setText(status, shown.saved);
    undo.textContent = shown.undo ? `Undo: ${shown.undo}` : "Undo";
    setAvailable(undo, shown.undo !== "");
    setAvailable(previous, shown.at > 0);
    setAvailable(next, shown.at < shown.n_passages);
  }

  function focusRow(row) {
    const pressed = Object.values(row.buttons).find((choice) => choice.getAttribute("aria-pressed") === "true");
    (pressed || row.buttons.applies).focus();
  }

  function obey(key) {
    const choice = CHOICES.find((one) => one.key === key);
    const row = part && part.rows[Number(key) - 1];
    if (choice && active) ask.decide(active, choice.decision);
    else if (row) focusRow(row);
    else if (key === "n") ask.go(shown.at + 1);
    else if (key === "p") ask.go(shown.at - 1);
    else if (key === "z") ask.undo();
    else if (key === "t" && part && part.note) part.note.focus();
    else return false;
    return true;
  }

  // In Jupyter single letters cut, delete and insert cells: none that is pressed in here may reach it. Notebook 7 listens
  // before any element does, so the panel listens first. Keys with Ctrl, such as the one that saves, are left to Jupyter.
  function onkeydown(event) {
    if (event.key === "Escape" && part) part.rows.forEach((row) => row.close());
    if (!root.contains(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation();
    const writing = part && event.target === part.note;
    if (writing) {
      if (event.key === "Escape") focusRow(active);
    } else if (!event.repeat && shown && obey(event.key.toLowerCase())) {
      event.preventDefault();
    }
  }

  // Whoever clicks on the words of the panel wants to work in it: without the focus the next key would go to Jupyter.
  function onclick() {
    if (!root.contains(document.activeElement)) root.focus({ preventScroll: true });
  }

  window.addEventListener("keydown", onkeydown, true);
  root.addEventListener("click", onclick);
  model.on("msg:custom", receive);
  el.append(root);
  send({ kind: "show" });
  return () => {
    clearTimeout(timer);
    window.removeEventListener("keydown", onkeydown, true);
    model.off("msg:custom", receive);
  };
}

export default { render };
