// Searches the index that Pagefind made, as the reader types. The words of the page stand in search.html.
(() => {
  "use strict";
  // Folding: the same rules as newsgen/builder/index_words.py, which made the index.
  const ALONE = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
  const PARTING = "\\u00ab\\u00b7\\u00bb\\u2012-\\u2015\\u201c-\\u201f\\u2022-\\u2026\\u2039\\u203a\\u3001-\\u3003\\u3008-\\u301f\\u30fb\\uff01-\\uff0f\\uff1a-\\uff20\\u060c\\u061b\\u061f";
  const CUT = new RegExp(`(?<=[${ALONE}])|(?=[${ALONE}])|(?<=[${PARTING}])(?=[^${PARTING}])`, "u");
  const WIDE = `[${ALONE}\\u3000-\\u303f\\uff00-\\uffef]`;
  const JOINS = new RegExp(`^${WIDE}${WIDE}$`, "u");
  const LETTERS = {ß: "ss", ẞ: "SS", æ: "ae", Æ: "AE", œ: "oe", Œ: "OE", þ: "th", Þ: "TH"};
  "øØłŁđĐðÐħĦıŧŦ".split("").forEach((sign, at) => { LETTERS[sign] = "oOlLdDdDhHitT"[at]; });
  for (const sign of "’ʼ‘") LETTERS[sign] = "'";
  for (const sign of "‐‑") LETTERS[sign] = "-";
  for (const sign of "\u00ad\u0640\u200b\u200c\u200d\u2060\ufeff") LETTERS[sign] = "";
  const fold = text => Array.from(text, sign => LETTERS[sign] ?? sign).join("").normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
  const bare = text => fold(text).toLowerCase().replace(/[^\p{L}\p{N}_]/gu, "");
  const wordsOf = text => text.split(/\s+/).flatMap(chunk => chunk.split(CUT)).map(bare).filter(Boolean);

  // "a phrase" word 中国 → [{words: ["a", "phrase"]}, {words: ["word"]}, {words: ["中", "国"]}]
  function parse(query) {
    const parts = [];
    const add = words => { if (words.length) parts.push({words, text: words.join(" ")}); };
    query.split(/["“”„«»「」]/).forEach((piece, at) => {
      if (at % 2) add(wordsOf(piece));
      else for (const chunk of piece.split(/\s+/)) add(wordsOf(chunk));
    });
    return parts.filter((part, at) => parts.findIndex(other => other.text === part.text) === at);
  }
  if (typeof module === "object") { module.exports = {fold, wordsOf, parse}; return; }

  const by = id => document.getElementById(id);
  const form = by("search"), results = by("results"), status = by("status"), more = by("more"), loose = by("loose");
  const FILTERS = ["topic", "person", "place", "source", "author", "year"].filter(name => form[name]);
  const PAGE = 10, COMMON = 1500, OPTIONS = 200;
  const LENGTH = 34; // words of an excerpt
  const say = (name, values = {}) => form.dataset[name].replace(/\{(\w)\}/g, (_, key) => values[key]);
  const figures = new Intl.NumberFormat(document.documentElement.lang);
  let pagefind, loaded, turn = 0, found = [], shown = 0, query = [], begins = "", timer = 0, parted = false;

  function unable(why) {
    form.hidden = true;
    by("unable").hidden = false;
    for (const line of document.querySelectorAll("[data-why]")) line.hidden = line.dataset.why !== why;
  }

  // Pagefind finds nothing, and says nothing, where its files cannot be loaded.
  const reachable = () => fetch(new URL("pagefind/pagefind-entry.json", document.baseURI), {cache: "no-store"}).then(answer => answer.ok, () => false);

  async function start() {
    if (location.protocol === "file:") return unable("file");
    try {
      const [library, there] = await Promise.all([import(new URL("pagefind/pagefind.js", document.baseURI)), reachable()]);
      if (!there) return unable("index");
      pagefind = library.createInstance({language: "und", basePath: new URL("pagefind/", document.baseURI).pathname});
      loaded = pagefind.filters();
      recall();
      listen();
      by("unable").hidden = true;
      form.hidden = false;
      if (document.activeElement === document.body) form.q.focus();
      options(await loaded, true, true);
    } catch (error) {
      console.warn(error);
      return unable("index");
    }
    if (!turn && location.search) run();
  }

  function listen() {
    form.addEventListener("input", event => {
      begins = "";
      clearTimeout(timer);
      timer = setTimeout(run, event.target === form.q ? 120 : 0, event.target !== form.q);
    });
    form.addEventListener("submit", event => { event.preventDefault(); clearTimeout(timer); run(true); });
    addEventListener("popstate", () => { recall(); run(); });
    more.addEventListener("click", () => show(turn));
    loose.addEventListener("click", () => { begins = loose.dataset.word; run(); });
  }

  // Fill the form from the address.
  function recall() {
    const asked = new URLSearchParams(location.search);
    form.q.value = asked.get("q") ?? "";
    for (const name of [...FILTERS, "sort"]) {
      const value = asked.get(name) ?? "", list = form[name];
      if (name !== "sort" && ![...list.options].some(option => option.value === value)) list.add(new Option(value, value));
      list.value = value;
      if (list.selectedIndex < 0) list.selectedIndex = 0;
    }
    begins = "";
  }

  // Offer the values that the results have; a list in which one is chosen stays as it is, unless all are to be filled.
  function options(counts, numbers, all = false) {
    for (const name of FILTERS) {
      const list = form[name], chosen = list.value;
      if (chosen && !all) continue;
      const values = Object.entries(counts[name] ?? {}).filter(([, count]) => count);
      values.sort(name === "year" ? (a, b) => b[0].localeCompare(a[0]) : (a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
      list.replaceChildren(list.options[0], ...values.slice(0, OPTIONS).map(([value, count]) =>
        new Option(numbers ? `${value} (${figures.format(count)})` : value, value)));
      if (chosen && !counts[name]?.[chosen]) list.add(new Option(chosen, chosen));
      list.value = chosen;
      list.closest("label").hidden = values.length === 0 && !chosen;
    }
  }

  // Keep the question in the address; when it was sent or a filter was chosen, the next one is a step of its own for Back.
  function remember(step) {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) asked.set(name, value);
    const address = asked.size ? `?${asked}` : location.pathname;
    if (location.search !== (asked.size ? address : "")) {
      history[step || parted ? "pushState" : "replaceState"](null, "", address);
      parted = false;
    }
    parted ||= step;
  }

  async function run(step = false) {
    const mine = ++turn;
    remember(step);
    await loaded;
    if (mine !== turn) return;
    query = parse(form.q.value);
    const filters = {};
    for (const name of FILTERS) if (form[name].value) filters[name] = form[name].value;
    const filtered = Object.keys(filters).length > 0;
    if (!query.length && !filtered) { options(await pagefind.filters(), true); return done(mine, [], ""); }
    const last = query.at(-1);
    let word = begins && last?.text === begins ? begins : "";
    try {
      let answer = await find(query, filters, word);
      let note = "";
      if (mine !== turn) return;
      if (!answer.list.length && !word && last?.words.length === 1 && last.text.length > 2) {
        answer = await find(query, filters, word = last.text);
        if (mine !== turn) return;
        if (answer.list.length) note = say("begins", {w: word}) + " ";
      }
      if (!answer.list.length && !(await reachable())) throw new Error("the index cannot be loaded");
      if (mine !== turn) return;
      if (answer.common) note = say("common") + " ";
      options(answer.counts, answer.exact);
      query.prefix = word;
      loose.hidden = Boolean(word) || last?.words.length !== 1 || last.text.length < 3 || !answer.list.length;
      loose.dataset.word = last?.text ?? "";
      loose.textContent = say("also", {w: loose.dataset.word});
      const none = form.q.value.trim() ? say("none", {q: form.q.value.trim()}) : say("found", {n: 0});
      await done(mine, answer.list, answer.list.length ? note + say("found", {n: figures.format(answer.list.length)}) : none);
    } catch (error) {
      console.warn(error);
      if (mine === turn) unable("index");
    }
  }

  // Whole words alone are looked up exactly: Pagefind else takes shorter beginnings for a word that it does not know.
  async function find(parts, filters, prefix) {
    const order = form.sort.value;
    const sort = order ? {date: order === "oldest" ? "asc" : "desc"} : {};
    if (!parts.length) {
      const all = await pagefind.search(null, {filters, sort: order ? sort : {date: "desc"}});
      return {list: all.results, counts: all.filters, exact: true};
    }
    const sets = [], known = new Map();
    for (const part of parts) {
      const begun = part.text === prefix;
      const set = await pagefind.search(begun ? part.text : `"${part.text}"`, {filters, sort});
      if (begun && set.results.length && !(await begun_with(set.results[0], prefix))) set.results = [];
      sets.push(set);
      if (!begun && part.words.length === 1) known.set(part.text, set.results.length);
      if (!set.results.length) return {list: [], counts: set.filters, exact: true};
    }
    sets.sort((a, b) => a.results.length - b.results.length);
    const ids = sets.slice(1).map(set => new Set(set.results.map(result => result.id)));
    let list = sets[0].results.filter(result => ids.every(set => set.has(result.id)));
    let common = false;
    // A phrase in few articles is dear to score, for its words may stand everywhere, and readers see all of them.
    const few = list.length < 2 || (list.length <= PAGE && parts.every(part => part.words.length > 1));
    if (!order && !few && !(prefix && parts.length === 1)) {
      const kept = new Set(list.map(result => result.id));
      const rare = parts.filter((part, at) => part.text !== prefix || parts.length === 1);
      const ranked = await rank(rare, sets, kept, filters, known);
      common = ranked === null;
      if (ranked) list = ranked;
      if (common) {
        const newest = await pagefind.search(`"${parts[0].text}"`, {filters, sort: {date: "desc"}});
        list = newest.results.filter(result => kept.has(result.id));
      }
    }
    return {list, counts: sets[0].filters, exact: sets.length === 1, common};
  }

  // Exact lookups have no scores: order what they found by a search for its rarer words.
  async function rank(parts, sets, kept, filters, known) {
    if (sets[0].results.length > COMMON) return null;
    const words = [...new Set(parts.flatMap(part => part.words))].sort((a, b) => b.length - a.length).slice(0, 4);
    const counts = await Promise.all(words.map(async word =>
      known.get(word) ?? (await pagefind.search(`"${word}"`, {filters})).results.length));
    const rare = words.filter((_, at) => counts[at] <= COMMON);
    if (!rare.length) return null;
    const scored = await pagefind.search(rare.join(" "), {filters});
    return scored.results.filter(result => kept.has(result.id));
  }

  async function begun_with(result, prefix) {
    const data = await result.data();
    return wordsOf(`${text(data)} ${data.meta.title} ${data.meta.names ?? ""}`).some(word => word.startsWith(prefix))
      || text(data).split(" ").some(token => hit(token, new Set(), prefix));
  }

  function done(mine, list, message) {
    found = list;
    shown = 0;
    status.textContent = message;
    if (!list.length) { results.replaceChildren(); more.hidden = loose.hidden = true; }
    return list.length ? show(mine) : undefined;
  }

  async function show(mine) {
    const next = found.slice(shown, shown + PAGE);
    const data = await Promise.all(next.map(result => result.data()));
    if (mine !== turn) return;
    const items = data.map(item);
    if (shown) results.append(...items); else results.replaceChildren(...items);
    if (shown) items[0].querySelector("a").focus();
    shown += next.length;
    more.hidden = shown >= found.length;
  }

  const text = data => data.content; // raw_content is HTML
  // Signs of plane 15 stand for UTF-16 units.
  const revealed = signs => String.fromCharCode(...Array.from(signs, sign => sign.codePointAt(0) - 0xf0000));

  function item(data) {
    const about = JSON.parse(Array.from(data.meta.shown.match(/.{1,4000}/gsu) ?? [], revealed).join(""));
    const line = make("li"), when = make("p", "when"), what = make("p", "what"), link = make("a"), extract = make("p", "more");
    if (about.date) when.append(dated(about));
    else when.textContent = say("undated");
    link.href = (data.raw_url ?? data.url).replace(/^\/+/, "");
    const title = about.title.split(/(?<=\s)/).flatMap(chunk => chunk.split(CUT));
    link.append(...marked(title, title));
    extract.append(...excerpt(text(data).split(" "), about.spellings ?? ""));
    for (const part of [what, extract]) { if (about.language) part.lang = about.language; if (about.direction) part.dir = about.direction; }
    what.append(link);
    line.append(when, what, extract);
    return line;
  }

  function make(name, kind = "") {
    const element = document.createElement(name);
    element.className = kind;
    return element;
  }

  // A date that is a guess stands in square brackets, as in parts/lists.html.
  function dated(about) {
    const time = make("time");
    time.dateTime = about.date;
    time.textContent = day(about.date);
    if (!about.provisional) return time;
    const guess = make("span", "guess"), spoken = make("span", "vh");
    spoken.textContent = ` ${say("provisional")}`;
    const [before, after] = form.dataset.guess.split("{d}");
    guess.append(before, time, after, spoken);
    return guess;
  }

  function day(iso) {
    const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
    const shape = {year: "numeric", ...(month && {month: "short"}), ...(date && {day: "numeric"}), timeZone: "UTC"};
    const moment = new Date(0);
    moment.setUTCFullYear(year, (month || 1) - 1, date || 1);
    return new Intl.DateTimeFormat(document.documentElement.lang, shape).format(moment);
  }

  const terms = () => new Set(query.flatMap(part => part.words));
  function hit(token, words, prefix) {
    const one = bare(token);
    const all = one && /[^\p{L}\p{N}]/u.test(token) ? [one, ...fold(token).split(/[^\p{L}\p{N}]+/u).map(bare)] : [one];
    return all.some(word => word && (words.has(word) || (prefix && word.startsWith(prefix))));
  }

  function marked(tokens, spelt) {
    const words = terms();
    return tokens.map((token, at) => {
      if (!hit(token, words, query.prefix)) return spelt[at];
      const mark = make("mark"), [, before, core, after] = spelt[at].match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su);
      mark.textContent = core;
      const whole = document.createDocumentFragment();
      whole.append(before, mark, after);
      return whole;
    });
  }

  // The words around the densest hits, as they were spelt.
  function excerpt(tokens, notes) {
    const spelt = tokens.map((token, at) => token + (JOINS.test(token.slice(-1) + (tokens[at + 1] ?? "").slice(0, 1)) ? "" : " "));
    for (const note of notes ? notes.split("\n") : []) {
      const space = note.indexOf(" ");
      spelt[note.slice(0, space)] = note.slice(space + 1);
    }
    tokens.forEach((token, at) => { if (token === "|") spelt[at] = "¶ "; });
    const words = terms(), folded = tokens.map(bare);
    const weight = tokens.map((token, at) => hit(token, words, query.prefix) ? 1 : 0);
    for (const {words: phrase} of query) {
      if (phrase.length < 2) continue;
      folded.forEach((word, at) => { if (word === phrase[0] && phrase.every((other, n) => folded[at + n] === other)) weight[at] += 20; });
    }
    let from = 0, best = -1, sum = 0;
    weight.forEach((value, at) => {
      sum += value - (at >= LENGTH - 8 ? weight[at - LENGTH + 8] : 0);
      if (sum > best) { best = sum; from = at; }
    });
    const first = weight.findIndex((value, at) => value && at > from - LENGTH + 8);
    const begin = best > 0 ? Math.max(0, Math.min(first < 0 ? from : first, from) - 8) : 0, end = begin + LENGTH;
    const pieces = marked(tokens.slice(begin, end), spelt.slice(begin, end));
    return [begin ? "… " : "", ...pieces, end < tokens.length ? "…" : ""];
  }

  start();
})();
