// Asks the preview whether this page is still what it shows, and reloads it or shows what is wrong.
(() => {
  "use strict";
  const { era, edition } = document.currentScript.dataset;
  const memory = `newsgen-scroll:${location.pathname}`;
  const style = `
    :host { all: initial; position: fixed; inset: 0; z-index: 2147483647; overflow: auto;
      background: rgb(20 20 20 / 96%); color: #f2efe9; font: 16px/1.5 system-ui, sans-serif; }
    section { max-width: 60rem; margin: 0 auto; padding: 2rem 1.5rem; }
    h1 { font-size: 1.3rem; margin: 0 0 1rem; }
    article { border-top: 1px solid #777; padding: 1rem 0; }
    p { margin: 0 0 .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
    .place { font-family: ui-monospace, monospace; color: #ffb4a2; }
    pre { margin: .5rem 0 0; padding: .75rem; overflow: auto; background: #000; font: 14px/1.4 ui-monospace, monospace; }
    button { font: inherit; float: right; padding: .25rem .75rem; }`;
  let cover = null;
  let shown = "[]";
  let asking = false;
  let again = false;

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    made.textContent = text; // never markup: what stands here comes from files
    if (kind) made.className = kind;
    return made;
  };

  function uncover() {
    if (cover) cover.remove();
    cover = null;
  }

  function show(problems) {
    const wanted = JSON.stringify(problems);
    if (wanted === shown) return;
    shown = wanted;
    uncover();
    if (!problems.length) return;
    cover = document.createElement("newsgen-problems");
    const root = cover.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const section = element("section", "");
    section.setAttribute("role", "alert");
    const close = element("button", "Hide (Esc)");
    close.addEventListener("click", uncover);
    const many = problems.length === 1 ? "One thing is wrong" : `${problems.length} things are wrong`;
    section.append(close, element("h1", `${many}; the page shows the last good build`));
    for (const { place, message, expected, excerpt } of problems) {
      const article = element("article", "");
      if (place) article.append(element("p", place, "place"));
      article.append(element("p", message));
      if (expected) article.append(element("p", expected));
      if (excerpt) article.append(element("pre", excerpt));
      section.append(article);
    }
    root.append(section);
    document.documentElement.append(cover);
  }

  function files() {
    const found = document.querySelectorAll("link[href][rel~=stylesheet], script[src], img[src], source[src]");
    const addresses = [...found].map((one) => new URL(one.href || one.src, location.href));
    return addresses.filter((one) => one.origin === location.origin).map((one) => one.pathname).slice(0, 100);
  }

  function reload() {
    sessionStorage.setItem(memory, JSON.stringify([scrollX, scrollY]));
    location.reload();
  }

  async function ask() {
    again = asking;
    if (asking) return;
    asking = true;
    try {
      const query = new URLSearchParams({ era, since: edition });
      for (const path of [location.pathname, ...files()]) query.append("of", decodeURI(path));
      const answer = await fetch(`/.newsgen/news?${query}`, { cache: "no-store" });
      const { changed, problems } = await answer.json();
      if (changed) return reload();
      show(problems);
    } catch {
      // the preview has ended or restarts; the channel finds it again
    } finally {
      asking = false;
    }
    if (again) ask();
  }

  let channel = null;
  function listen() {
    if (document.hidden || channel) return;
    channel = new EventSource("/.newsgen/channel");
    channel.addEventListener("open", ask);
    channel.addEventListener("message", ask);
  }
  function rest() { // a browser opens six connections to a server at most, so tabs that nobody sees keep none
    if (!document.hidden) return listen();
    if (channel) channel.close();
    channel = null;
  }

  const place = JSON.parse(sessionStorage.getItem(memory) || "null");
  sessionStorage.removeItem(memory);
  if (place) {
    scrollTo(...place);
    addEventListener("load", () => scrollTo(...place), { once: true });
  }
  addEventListener("keydown", (event) => event.key === "Escape" && uncover());
  addEventListener("pageshow", (event) => event.persisted && ask());
  document.addEventListener("visibilitychange", rest);
  listen();
})();
