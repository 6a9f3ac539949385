// Adds keys to the review, and puts each next screen in place without loading the page. All of it works without this script.
(() => {
  "use strict";
  const said = document.getElementById("said");
  let main = document.getElementById("main");
  let busy = false;
  let keyed = true;

  try { document.documentElement.style.colorScheme = localStorage.scheme || ""; } catch { /* no storage */ }

  async function load(address, body) {
    if (busy) return null;
    busy = true;
    main.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, body ? { method: "POST", body } : {});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (page.getElementById("main")) return page;
      said.textContent = page.body.textContent;
    } catch {
      said.textContent = "The preview does not answer; nothing was written. Start newsgen serve again.";
    } finally {
      busy = false;
      main.removeAttribute("aria-busy");
    }
    return null;
  }

  function show(page, remember) {
    const fresh = page.getElementById("main");
    main.replaceWith(fresh);
    main = fresh;
    document.title = page.title;
    said.textContent = page.getElementById("said").textContent;
    if (remember) history.pushState(null, "", main.dataset.here);
    const first = main.querySelector("details.edit[open] input:not([type=hidden])") || document.getElementById("question");
    first?.focus({ preventScroll: true });
    scrollTo(0, 0);
    main.querySelector(".switch")?.toggleAttribute("checked", keyed);
    reveal();
  }

  function reveal() { // the evidence, where the text scrolls by itself
    const mark = main.querySelector("mark.now"), box = document.getElementById("pane");
    const down = mark && box ? mark.getBoundingClientRect().top - box.getBoundingClientRect().top : 0;
    if (down > box?.clientHeight - 60) box.scrollTop = down - box.clientHeight / 3;
  }

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const page = await load(event.target.action, new URLSearchParams(new FormData(event.target, event.submitter)));
    if (page) show(page, true);
  });

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href^='/_review?']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const page = await load(link.href);
    if (page) show(page, true);
  });

  addEventListener("popstate", async () => {
    if (location.pathname !== "/_review" || location.hash) return;
    const page = await load(location.href);
    if (page) show(page, false);
  });

  let shown = null;
  document.addEventListener("focusin", async (event) => { // beside a list, the text of the row
    const row = event.target.closest(".decision"), address = row?.dataset.text;
    if (!row || shown === address) return;
    shown = address;
    main.querySelector(".decision.now")?.classList.remove("now");
    row.classList.add("now");
    try {
      const answer = await fetch(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const pane = page.getElementById("pane");
      if (pane && shown === address) document.getElementById("pane")?.replaceWith(pane);
      reveal();
    } catch { /* said when an answer is written */ }
  });

  function step(row, by) {
    const rows = [...main.querySelectorAll(".decision")];
    const next = row ? rows[rows.indexOf(row) + by] : rows[0];
    next?.querySelector("select").focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  function press(event) {
    const { key, target } = event;
    const row = target.closest?.(".decision");
    if (key === "j" || key === "k") return main.querySelector(".decision") ? (step(row, key === "j" ? 1 : -1), true) : false;
    if (key === "Enter") {
      if (target.closest("a, button, summary")) return false;
    } else if (row) {
      if (key === "e") return row.querySelector("[data-row=e]").click(), true;
      const option = [...row.querySelectorAll("option")].find((one) => one.dataset.key === key);
      if (option) {
        row.querySelector("select").value = option.value;
        row.classList.toggle("changed", option.index > 0);
        step(row, 1);
        return true;
      }
    }
    const found = [...document.querySelectorAll("[data-key]:not(option)")].find((one) => one.dataset.key === key);
    if (!found) return false;
    found.click();
    const box = found.closest("details[open]");
    box?.querySelector(".edit input:not([type=hidden])")?.focus();
    box?.scrollIntoView({ block: "nearest" });
    return true;
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches(".switch")) keyed = event.target.checked;
    event.target.closest(".decision")?.classList.toggle("changed", event.target.selectedIndex > 0);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input:not(.switch)")) {
      if (event.key === "Escape") document.getElementById("question").focus();
      return;
    }
    if (keyed && !busy && press(event)) event.preventDefault();
  });

  reveal();
})();
