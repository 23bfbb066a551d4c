/* Tables: headings sort, a button saves as CSV. The page is whole without it. */
"use strict";
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0], headings = [...table.tHead.rows[0].cells];
  const value = (row, i) => row.cells[i].dataset.v ?? row.cells[i].textContent;
  const compare = (a, b, isNumber) => isNumber ? (Number.isNaN(+a)) - (Number.isNaN(+b)) || a - b : a.localeCompare(b);
  headings.forEach((heading, i) => {
    const button = document.createElement("button");
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const falls = heading.getAttribute("aria-sort") === "ascending", isNumber = heading.className === "n";
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", falls ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => compare(value(a, i), value(b, i), isNumber) * (falls ? -1 : 1));
      body.replaceChildren(...rows);
    });
  });
  const quote = (text) => /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  const csv = () => [headings.map((heading) => quote(heading.textContent)),
    ...[...body.rows].map((row) => headings.map((_, i) => quote(value(row, i))))].map((row) => row.join(",")).join("\r\n");
  const save = document.createElement("button");
  save.className = "csv";
  save.textContent = "Save as CSV";
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv() + "\r\n"], { type: "text/csv" }));
    link.download = table.dataset.name.replaceAll("/", "-") + ".csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  table.parentElement.after(save);
}
