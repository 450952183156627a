// Comfort only: every page works without this file. No library, no state kept in the browser.
(() => {
  const WAIT_MS = 1500;
  const ANSWER_MS = 500;
  const LOCK_MS = 8000;
  const dirty = new Set();
  let leaving = false;

  const later = (ms, act) => {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(act, ms);
    };
  };

  const bodyOf = (form, more = {}) => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    for (const [name, value] of Object.entries(more)) body.set(name, value);
    return body;
  };

  const isPost = (form) => form.method === "post";

  // Fields typed into and not sent are not left without a question.
  addEventListener("beforeunload", (event) => {
    if (!leaving && [...dirty].some((form) => form.isConnected)) event.preventDefault();
  });

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && isPost(form)) dirty.add(form);
  });

  // A button is pressed once; the server would take a second click as the same all the same.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.submitter?.formTarget === "_blank" || !isPost(form)) return;
    if (form.dataset.sent !== undefined) return event.preventDefault();
    form.dataset.sent = "";
    leaving = true;
    // The answer may be a file: the page stays, and its forms with it.
    setTimeout(() => {
      delete form.dataset.sent;
      leaving = false;
    }, LOCK_MS);
  });
  addEventListener("pageshow", () => {
    leaving = false;
    for (const form of document.forms) delete form.dataset.sent;
  });

  for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);
  for (const form of document.querySelectorAll("form[data-live]")) recalculate(form);

  function autosave(form) {
    const status = form.querySelector("[data-autosave-status]");
    const version = form.querySelector("[name=brouillon]");
    const say = (what) => {
      if (status) status.textContent = status.dataset[what] ?? "";
    };
    let saving = false;
    const save = async () => {
      if (leaving) return;
      if (saving) return soon();
      saving = true;
      const sent = bodyOf(form, { _once: "" });
      try {
        const answer = await fetch(form.dataset.autosave, { method: "POST", body: sent });
        const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
        if (answer.ok && version) version.value = told.version;
        if (answer.ok && String(bodyOf(form, { _once: "", brouillon: "" })) === unversioned(sent)) dirty.delete(form);
        say(answer.ok ? "saved" : answer.status === 409 ? "newer" : "unsaved");
      } catch {
        say("unsaved");
      } finally {
        saving = false;
      }
    };
    const unversioned = (body) => {
      body.set("brouillon", "");
      return String(body);
    };
    const soon = later(WAIT_MS, save);
    form.addEventListener("input", soon);
  }

  function recalculate(form) {
    const target = document.querySelector("[data-answer]");
    if (!target) return;
    const [name, value] = form.dataset.live.split("=");
    let asked = 0;
    const ask = async () => {
      const mine = ++asked;
      target.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(form.action, { method: "POST", body: bodyOf(form, { [name]: value, _once: "" }) });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("[data-answer]");
        if (mine === asked && fresh) target.replaceChildren(...fresh.childNodes);
      } catch {
        // The button below says the same without this file.
      } finally {
        if (mine === asked) target.removeAttribute("aria-busy");
      }
    };
    form.addEventListener("input", later(ANSWER_MS, ask));
  }
})();
