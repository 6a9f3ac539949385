{
  const d = document, { style } = d.documentElement, say = d.currentScript.dataset.scheme?.split("|");
  addEventListener("keydown", e => {
    const q = d.getElementById("q"), a = d.querySelector("[rel=search]");
    if (e.key != "/" || e.ctrlKey || e.metaKey || e.altKey || e.target.isContentEditable || e.target.matches("input,select,textarea")) return;
    if (q?.offsetParent) q.focus(); else if (a) location = a.href; else return;
    e.preventDefault();
  });
  try { style.colorScheme = localStorage.scheme || ""; } catch {}
  if (say && CSS.supports("color:light-dark(red,red)")) addEventListener("DOMContentLoaded", () => {
    const tag = d.createElement("label"), box = d.createElement("select");
    ["", "light", "dark"].map((s, n) => box.add(new Option(say[n + 1], s)));
    box.value = style.colorScheme;
    box.onchange = () => { style.colorScheme = box.value; try { localStorage.scheme = box.value; } catch {} };
    tag.append(say[0], " ", box);
    d.querySelector(".colophon")?.append(tag);
  });
}
