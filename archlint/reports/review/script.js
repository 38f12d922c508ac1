"use strict";
// Only conveniences: everything the report says is in the page without them.
document.documentElement.classList.add("scripted");

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, index) => {
    const cell = row.cells[index];
    return cell.dataset.order === undefined ? cell.textContent : Number(cell.dataset.order);
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? (a === b ? 0 : a < b ? -1 : 1) : String(a).localeCompare(String(b), "en", { numeric: true }));
  heads.forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => sign * compare(key(a, index), key(b, index)));
      table.tBodies[0].append(...rows);
    });
  });
}

const filter = document.getElementById("filter");
if (filter) {
  const severity = filter.querySelector("select");
  const words = filter.querySelector("input");
  const told = filter.querySelector("output");
  const findings = [...document.querySelectorAll(".finding")].map((element) => ({ element, text: element.textContent.toLowerCase() }));
  const headings = [...document.querySelectorAll("h3[id^='findings-']")];
  const show = () => {
    const wanted = words.value.trim().toLowerCase();
    let shown = 0;
    for (const { element, text } of findings) {
      const fits = (!severity.value || element.dataset.severity === severity.value) && text.includes(wanted);
      element.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    for (const heading of headings) {
      let below = heading.nextElementSibling;
      while (below && below.matches(".finding[hidden]")) below = below.nextElementSibling;
      heading.hidden = !(below && below.matches(".finding"));
    }
    told.textContent = `${shown} of ${findings.length} shown`;
  };
  severity.addEventListener("change", show);
  words.addEventListener("input", show);
  show();
}

for (const slider of document.querySelectorAll("input.slider")) {
  const points = [...document.querySelectorAll("#" + slider.dataset.points + " .dot")];
  const told = slider.parentElement.querySelector("output");
  const show = () => {
    const point = points[Number(slider.value)];
    points.forEach((other) => other.classList.toggle("here", other === point));
    told.textContent = point.dataset.says;
    slider.setAttribute("aria-valuetext", point.dataset.says);
  };
  slider.addEventListener("input", show);
  show();
}

// Only what can be scrolled needs a stop of the Tab key.
const boxes = [...document.querySelectorAll("[tabindex='0']")];
const stops = () => {
  for (const box of boxes) {
    if (box.scrollWidth > box.clientWidth + 1) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
  }
};
new ResizeObserver(stops).observe(document.documentElement);
for (const details of document.querySelectorAll("details")) details.addEventListener("toggle", stops);
