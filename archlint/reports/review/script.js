"use strict";
// Only conveniences: everything the report says is in the page without them.
document.documentElement.classList.add("scripted");

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = (row) => row.cells[index].dataset.order || row.cells[index].textContent;
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => key(a).localeCompare(key(b), "en", { numeric: true }) * (up ? 1 : -1));
      table.tBodies[0].append(...rows);
    });
  });
}

const filter = document.getElementById("filter");
if (filter) {
  const severity = filter.querySelector("select");
  const words = filter.querySelector("input");
  const told = filter.querySelector("output");
  const findings = [...document.querySelectorAll(".finding")];
  const show = () => {
    const wanted = words.value.trim().toLowerCase();
    let shown = 0;
    for (const finding of findings) {
      const fits = (!severity.value || finding.dataset.severity === severity.value) && (!wanted || finding.textContent.toLowerCase().includes(wanted));
      finding.hidden = !fits;
      shown += fits ? 1 : 0;
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
