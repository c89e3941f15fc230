// Choosing the words a comment speaks of: a sentence by its radio button, any words by selecting
// them, and from there word by word with buttons or Shift and the arrow keys. Offsets sent are
// code points of the text, never the UTF-16 units that strings count here.
const CONTEXT = 32;
const PAUSE = 250; // milliseconds without a change, until a selection counts
const FIELDS = ["exact", "prefix", "suffix", "start", "end"];

/** The words, spaces and marks of a text, in order; joined they are the text. */
function parts(text, language) {
  if (!("Segmenter" in Intl)) return text.match(/\s+|\S+/g) ?? [];
  const segmenter = new Intl.Segmenter(language || undefined, { granularity: "word" });
  return Array.from(segmenter.segment(text), (each) => each.segment);
}

const blank = (text) => text.trim() === "";

/**
 * Lay each word of the text into an element of its own. Returns the words
 * [{node, element, text, start, end}] (code points) and the points of the whole text; null where
 * the page does not show the text that the values of the buttons speak of.
 */
function lay(area) {
  const words = [];
  const plan = [];
  let whole = "";
  let length = 0;
  for (const paragraph of area.querySelectorAll("p")) {
    if (length) [whole, length] = [`${whole}\n\n`, length + 2];
    for (const child of [...paragraph.childNodes]) {
      const radio = child.nodeType === Node.ELEMENT_NODE ? child.querySelector("input") : null;
      const text = radio ? child.querySelector("span").textContent : child.textContent;
      const points = Array.from(text).length;
      if (radio && radio.value !== `${length}-${length + points}`) return null;
      plan.push({ holder: radio ? child.querySelector("span") : child, text, at: length, inside: Boolean(radio) });
      whole += text;
      length += points;
    }
  }
  for (const { holder, text, at, inside } of plan) {
    let start = at;
    const elements = parts(text, area.lang).map((part) => {
      const element = document.createElement("span");
      element.textContent = part;
      const end = start + Array.from(part).length;
      words.push({ node: element.firstChild, element, text: part, start, end });
      start = end;
      return element;
    });
    if (inside) holder.replaceChildren(...elements);
    else holder.replaceWith(...elements);
  }
  return { words, points: Array.from(whole) };
}

/** Numbers of the first and last word that a range touches, spaces at its ends left out. */
function touched(words, range) {
  const found = [];
  const own = document.createRange();
  words.forEach(({ node, text }, number) => {
    own.setStart(node, 0);
    own.setEnd(node, node.length);
    const before = range.compareBoundaryPoints(Range.START_TO_END, own) <= 0;
    const behind = range.compareBoundaryPoints(Range.END_TO_START, own) >= 0;
    if (!before && !behind && !blank(text)) found.push(number);
  });
  return found.length ? { first: found[0], last: found.at(-1) } : null;
}

function begin(picker) {
  const find = (name) => picker.querySelector(`[data-anchor-${name}]`);
  const [area, panel, quote, what, said] = ["text", "chosen", "quote", "what", "status"].map(find);
  const field = Object.fromEntries(FIELDS.map((name) => [name, picker.querySelector(`[name="anchor_${name}"]`)]));
  const own = picker.querySelector('[name="anchor"][value="selection"]');
  const laid = lay(area);
  if (!laid) return;
  const { words, points } = laid;
  let chosen = null; // {first, last}: numbers of words, or null for the whole provision

  const between = (start, end) => points.slice(Math.max(0, start), end).join("");
  const stretch = () => [words[chosen.first].start, words[chosen.last].end];
  /** Keep what the keyboard moves in sight, above the panel that sticks to the foot of the window. */
  const follow = (number) => words[number].element.scrollIntoView({ block: "nearest" });
  const say = (sentence, text = "") => { said.textContent = sentence.replace("{words}", text); };

  /** Find the words from one code point up to another. */
  function wordsOf(start, end) {
    const first = words.findIndex((word) => word.end > start);
    const last = words.findLastIndex((word) => word.start < end);
    return first >= 0 && last >= first ? { first, last } : null;
  }

  function show(kind) {
    words.forEach(({ element }, number) => {
      element.classList.toggle("chosen", Boolean(chosen) && number >= chosen.first && number <= chosen.last);
    });
    panel.dataset.kind = kind;
    what.textContent = picker.dataset[{ whole: "whatWhole", sentence: "whatSentence", selection: "whatSelection" }[kind]];
    quote.hidden = kind === "whole";
    quote.textContent = chosen ? between(...stretch()) : field.exact.value;
    for (const button of panel.querySelectorAll("button")) button.setAttribute("aria-disabled", String(!chosen));
    own.disabled = kind !== "selection";
  }

  /** Take what the buttons and fields say: at the start, after a click, after a draft came back. */
  function read() {
    const value = picker.querySelector('[name="anchor"]:checked')?.value ?? "";
    const [start, end] = value === "selection" ? [field.start.value, field.end.value] : value.split("-");
    chosen = value && start && end ? wordsOf(Number(start), Number(end)) : null;
    if (value !== "selection") FIELDS.forEach((name) => { field[name].value = ""; });
    show(value === "selection" ? value : value ? "sentence" : "whole");
  }

  /** Choose words by hand: fill the fields and let the form know of it. */
  function choose(next) {
    if (chosen && chosen.first === next.first && chosen.last === next.last) return false;
    chosen = next;
    const [start, end] = stretch();
    const values = [between(start, end), between(start - CONTEXT, start), between(end, end + CONTEXT), start, end];
    FIELDS.forEach((name, number) => { field[name].value = values[number]; });
    own.disabled = false;
    own.checked = true;
    show("selection");
    own.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  /** Move one end (`first`, `last`) over one word, forwards (1) or back (-1). */
  function move(edge, step) {
    if (!chosen) return;
    let number = chosen[edge] + step;
    while (words[number] && blank(words[number].text)) number += step;
    const next = { ...chosen, [edge]: number };
    if (!words[number] || next.first > next.last) return say(picker.dataset.sayEdge);
    const grows = edge === "last" ? step > 0 : step < 0;
    const passed = words[grows ? number : chosen[edge]].text;
    choose(next);
    follow(next[edge]);
    say(grows ? picker.dataset.sayAdded : picker.dataset.sayDropped, passed);
  }

  function select() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(area)) return;
    const next = touched(words, range);
    if (next && choose(next)) say(picker.dataset.sayChosen, between(...stretch()));
  }

  let pause = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(pause);
    pause = setTimeout(select, PAUSE);
  });
  // The end of a selection is a click too; it must not choose the sentence under the pointer.
  area.addEventListener("click", (event) => {
    const selection = document.getSelection();
    if (event.detail && !selection.isCollapsed && selection.containsNode(area, true)) event.preventDefault();
  });
  picker.addEventListener("change", (event) => {
    if (event.target.name !== "anchor") return;
    read();
    if (chosen && event.target.matches(":focus-visible")) follow(chosen.first);
    say(picker.dataset.sayChosen, chosen ? between(...stretch()) : picker.dataset.whatWhole);
  });
  picker.addEventListener("keydown", (event) => {
    if (!event.shiftKey || event.target.name !== "anchor" || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    const forwards = getComputedStyle(area).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (sideways) move("last", event.key === forwards ? 1 : -1);
    else move("first", event.key === "ArrowDown" ? 1 : -1);
  });
  for (const button of panel.querySelectorAll("[data-anchor-move]")) {
    const [edge, step] = button.dataset.anchorMove.split(" ");
    button.addEventListener("click", () => move(edge, Number(step)));
  }
  picker.closest("form")?.addEventListener("autosave:restored", read);

  picker.dataset.ready = "";
  find("plain").hidden = true;
  for (const name of ["hint", "chosen", "moves"]) find(name).hidden = false;
  read();
}

for (const picker of document.querySelectorAll("[data-anchor-picker]")) begin(picker);
