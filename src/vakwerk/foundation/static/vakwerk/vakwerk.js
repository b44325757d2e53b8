// Small conveniences of Vakwerk. Every page works without this file; nothing here decides anything.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("vw-js");

  // Requests by htmx carry the same token as a form would.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });
  // A refusal (4xx) is an answer with words in it: show it too.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([403, 404, 409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // No answer that can be shown: the server fails, or cannot be reached. Say whether anything was saved, and what to do;
  // what was typed stays. A part of the page that renews itself tries again by itself.
  const trouble = document.getElementById("vw-trouble");
  const tell = (isCertain) => {
    if (!trouble?.showModal || trouble.open) return;
    for (const text of trouble.querySelectorAll("[data-trouble]")) text.hidden = (text.dataset.trouble === "unsaved") !== isCertain;
    trouble.showModal();
  };
  const tellOf = ({ detail: { xhr, requestConfig } }) => {
    // A server that answers has undone everything; without an answer from it nobody knows.
    if (requestConfig?.triggeringEvent) tell(requestConfig.verb === "get" || ![0, 502, 504].includes(xhr.status));
  };
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, tellOf);
  // A whole page would make way for the browser's own, and what was typed with it.
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || event.target.method === "dialog") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(true);
  }, true);

  // A table that is stacked is drawn as blocks, and a block is no table to a screen reader: say what each part is,
  // as long as it is stacked. Wide it needs no roles.
  const narrow = matchMedia("(max-width: 40rem)");
  const headRole = (head) => (head.scope.startsWith("row") || !head.closest("thead") ? "rowheader" : "columnheader");
  const say = (part, role) => (narrow.matches ? part.setAttribute("role", role) : part.removeAttribute("role"));
  const sayTables = () => {
    for (const table of document.querySelectorAll(".vw-table--stack, .vw-alignment")) {
      say(table, "table");
      for (const group of [table.tHead, ...table.tBodies, table.tFoot]) if (group) say(group, "rowgroup");
      for (const row of table.rows) {
        say(row, "row");
        for (const cell of row.cells) say(cell, cell.localName === "th" ? headRole(cell) : "cell");
      }
    }
  };
  const watchTables = new MutationObserver(sayTables);
  const followWidth = () => {
    sayTables();
    if (narrow.matches) watchTables.observe(document.body, { childList: true, subtree: true });
    else watchTables.disconnect();
  };
  narrow.addEventListener("change", followWidth);
  followWidth();

  // Menus: Escape closes and gives the focus back; a click elsewhere closes.
  const openMenus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });

  // On paper what is folded away is open.
  const opened = [];
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details.vw-print-open:not([open])")) { part.open = true; opened.push(part); }
  });
  window.addEventListener("afterprint", () => { while (opened.length) opened.pop().open = false; });

  // Ask before a form or link does what cannot be undone. The page behind it asks again without this file.
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-confirm]");
    if (link && !window.confirm(link.dataset.confirm)) event.preventDefault();
  });

  // Sending twice: the second click within a moment does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 3000);
  });

  // Filters that send themselves: at once for a choice with the mouse, after a pause for typing. With the keyboard
  // a choice changes at every arrow, so there the button sends.
  let pause;
  let byKeyboard = false;
  document.addEventListener("keydown", () => { byKeyboard = true; }, true);
  document.addEventListener("pointerdown", () => { byKeyboard = false; }, true);
  const send = (form) => (form.requestSubmit ? form.requestSubmit() : form.submit());
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && !byKeyboard && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) send(form);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosubmit][hx-get]");
    if (!form || !event.target.matches("[type=search]")) return;
    clearTimeout(pause);
    pause = setTimeout(() => send(form), 350);
  });

  // One box that ticks all boxes of its table.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-tick-all]")) return;
    for (const box of event.target.closest("table, form").querySelectorAll(`input[name="${event.target.dataset.tickAll}"]`)) {
      box.checked = event.target.checked;
    }
  });

  // A link with data-dialog opens its page in the dialog; the form inside still goes to that page.
  const dialog = document.getElementById("vw-dialog");
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-dialog-close]")) {
      const open = event.target.closest("dialog");
      if (open) { event.preventDefault(); open.close(); }
      return;
    }
    const link = event.target.closest("a[data-dialog]");
    if (!link || !dialog?.showModal || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href, { credentials: "same-origin", headers: { "X-Requested-With": "dialog" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const body = page.querySelector("[data-dialog-body]") || page.querySelector(".vw-body > .vw-page");
      const title = page.querySelector("h1");
      const box = dialog.querySelector(".vw-dialog__body");
      box.replaceChildren();
      if (title) { title.id = "vw-dialog-title"; title.tabIndex = -1; box.append(document.importNode(title, true)); }
      box.append(...[...body.childNodes].map((node) => document.importNode(node, true)));
      for (const form of box.querySelectorAll("form:not([action])")) form.action = link.href;
      dialog.showModal();
      box.querySelector("h1")?.focus();
      window.htmx?.process(box);
      dialog.addEventListener("close", () => { box.replaceChildren(); link.focus(); }, { once: true });
    } catch {
      location.assign(link.href);
    }
  });

  // After an answer with mistakes the summary has the focus.
  const summary = () => document.querySelector(".vw-error-summary")?.focus();
  summary();
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt?.querySelector?.(".vw-error-summary")) summary();
  });

  // A progress page that renews itself without htmx: data-reload="seconds".
  const reload = document.querySelector("[data-reload]");
  if (reload) setTimeout(() => location.reload(), 1000 * Number(reload.dataset.reload));

  // Drag and drop. data-drag on the whole, data-drag-item="id" on what moves, data-drop="id" on where it may go.
  // Dropping fills the form named in data-drag (fields "item" and "target") and sends it: the same form that the
  // keyboard uses. data-drop-refused gives the reason a place refuses; it is shown in the element of data-drag-says.
  let held;
  const whole = (element) => element.closest("[data-drag]");
  document.addEventListener("dragstart", (event) => {
    const item = event.target.closest?.("[data-drag-item]");
    if (!item || !whole(item)) return;
    held = item;
    item.classList.add("vw-dragging");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.dragItem);
  });
  const place = (event) => held && event.target.closest?.("[data-drop]");
  const clear = () => document.querySelectorAll(".vw-drop-here, .vw-drop-refused").forEach((spot) => spot.classList.remove("vw-drop-here", "vw-drop-refused"));
  document.addEventListener("dragover", (event) => {
    const spot = place(event);
    if (!spot || whole(spot) !== whole(held)) return;
    clear();
    if (spot.dataset.dropRefused) { spot.classList.add("vw-drop-refused"); return; }
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    spot.classList.add("vw-drop-here");
  });
  document.addEventListener("drop", (event) => {
    const spot = place(event);
    if (!spot || whole(spot) !== whole(held)) return;
    event.preventDefault();
    const form = document.getElementById(whole(held).dataset.drag);
    if (!form) return;
    const item = form.elements.namedItem(whole(held).dataset.dragField || "item");
    const target = form.elements.namedItem(whole(held).dataset.dropField || "target");
    if (item) item.value = held.dataset.dragItem;
    if (target) target.value = spot.dataset.drop;
    send(form);
  });
  document.addEventListener("dragend", () => {
    held?.classList.remove("vw-dragging");
    held = undefined;
    clear();
  });
})();
