addEventListener("keydown", e => {
  const at = e.target, q = document.getElementById("q"), a = document.querySelector("a[rel=search]");
  if (e.key != "/" || e.ctrlKey || e.metaKey || e.altKey || at.isContentEditable || /INPUT|SELECT|TEXTAREA/.test(at.tagName)) return;
  if (q && q.offsetParent) q.focus(); else if (a) location = a.href; else return;
  e.preventDefault();
});
