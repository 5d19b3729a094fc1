// Keys: the palette (Ctrl or Cmd with K), the list of shortcuts, and the shortcuts themselves.
// The server renders both dialogs (src/app/keys.rs); here they are only opened, filtered and obeyed. Nothing of this needs WASM,
// and without it every page is reached by its link.
(() => {
  'use strict';

  const KEPT_AS = 'ringfare.keys';
  const CHORD_MS = 1200;
  const LOOKUP_MS = 150;
  const CONTACTS_MOST = 6;
  // Who takes single keys while the focus is inside: fields, and whatever is open above the page.
  const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';
  // Digits, star and hash are the telephone's, and Space presses what has the focus.
  const REFUSED = /^[0-9+*# ]$/;
  const TARGETS = { mute: '[data-testid=mute-button]', number: '#number-field', help: '[data-keys-open]' };

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isInside = () => /^\/(dashboard|admin)(\/|$)/.test(location.pathname);

  // What the caller changed: { off: true, keys: { mute: 'x' } }.
  const kept = (() => {
    try {
      const { off = false, keys = {} } = JSON.parse(localStorage.getItem(KEPT_AS)) ?? {};
      return { off: Boolean(off), keys: Object.fromEntries(Object.entries(keys).filter(([, key]) => !REFUSED.test(key))) };
    } catch {
      return { off: false, keys: {} };
    }
  })();

  const keep = () => {
    try {
      localStorage.setItem(KEPT_AS, JSON.stringify(kept));
    } catch { /* Private windows may refuse; the choice then lasts as long as the page. */ }
    show();
  };

  const rows = () => all('#keys [data-action]');
  const rowOf = (action) => rows().find((row) => row.dataset.action === action);
  const keyOf = (action) => kept.keys[action] ?? rowOf(action)?.dataset.key;
  const isPage = (action) => action.startsWith('/');

  // A page's key follows the one that begins, so the two kinds cannot clash.
  const actionOf = (key, afterBegin) => rows().map((row) => row.dataset.action).find((action) => isPage(action) === afterBegin && keyOf(action) === key);

  const fill = (element, values) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), element);

  /** Shows the keys as they are, in the list and to assistive technology. */
  function show() {
    if (!one('#keys')) return;
    for (const row of rows()) {
      const { action } = row.dataset;
      const button = one('button', row);
      const keys = (isPage(action) ? [keyOf('begin')] : []).concat(keyOf(action));
      button.replaceChildren(...keys.map((key) => Object.assign(document.createElement('kbd'), { textContent: key })));
      button.setAttribute('aria-label', fill(one('#keys').dataset.change, { what: one('.keys-what', row).textContent, key: keys.join(' ') }));
    }
    one('#keys-on').checked = !kept.off;
    tell();
  }

  function tell() {
    for (const [action, selector] of Object.entries(TARGETS)) {
      for (const element of all(selector)) {
        if (kept.off && action !== 'help') element.removeAttribute('aria-keyshortcuts');
        else if (element.getAttribute('aria-keyshortcuts') !== keyOf(action)) element.setAttribute('aria-keyshortcuts', keyOf(action));
      }
    }
  }

  /** Goes to a page of the app; its router takes over clicks on links. */
  function go(path) {
    const link = Object.assign(document.createElement('a'), { href: path, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
  }

  function type(number) {
    const field = one('#number-field');
    if (!field) return go(`/dashboard/dialer?to=${encodeURIComponent(number)}`);
    field.value = number;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  }

  function act(action) {
    if (isPage(action)) go(action);
    else if (action === 'help') open(one('#keys'));
    else if (action === 'number') one('#number-field') ? one('#number-field').focus() : go('/dashboard/dialer');
    else if (action === 'mute') one(`${TARGETS.mute}:not(:disabled)`)?.click();
  }

  const open = (dialog) => {
    if (dialog && !dialog.open) dialog.showModal();
  };

  // Single keys, in the capturing phase: what is switched off or changed must not reach the listeners of the page.
  let begunAt = -Infinity;

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key.length !== 1 || !isInside()) return;
    const inField = event.target.closest?.(TYPING) || one('dialog:modal');
    if (inField) return;
    const inBar = event.target.closest?.('[data-testid=call-bar]');
    const { key } = event;
    if (kept.off) {
      if (key === keyOf('help')) return act('help');
      // Inside the bar of a call the keys work on focus alone, which WCAG 2.1.4 allows.
      if (!inBar && /^[0-9+*#]$/.test(key)) event.stopPropagation();
      return;
    }
    const afterBegin = event.timeStamp - begunAt < CHORD_MS;
    begunAt = -Infinity;
    const action = (afterBegin && actionOf(key, true)) || actionOf(key.toLowerCase(), false) || actionOf(key, false);
    if (inBar && key.toLowerCase() === 'm') {
      // The bar mutes by itself.
      if (keyOf('mute') !== 'm') event.stopPropagation();
      return;
    }
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    if (action === 'begin') begunAt = event.timeStamp;
    else act(action);
  }

  // Changing a key.
  let waiting = null;

  const say = (text) => { one('#keys-status').textContent = text; };

  function await_(row) {
    waiting = row;
    one('button', row).textContent = one('#keys').dataset.press;
    say(fill(one('#keys').dataset.waiting, { what: one('.keys-what', row).textContent }));
  }

  function change(event) {
    if (!waiting || ['Shift', 'Control', 'Alt', 'Meta', 'Tab'].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const row = waiting;
    const { action } = row.dataset;
    const what = one('.keys-what', row).textContent;
    const key = event.key.length === 1 && !event.ctrlKey && !event.metaKey ? event.key.toLowerCase() : null;
    waiting = null;
    const other = key && rows().find((one) => one !== row && isPage(one.dataset.action) === isPage(action) && keyOf(one.dataset.action) === key);
    if (other) say(fill(one('#keys').dataset.taken, { key, what: one('.keys-what', other).textContent }));
    else if (key && !REFUSED.test(key)) {
      kept.keys[action] = key;
      keep();
      return say(fill(one('#keys').dataset.set, { key, what }));
    } else if (key) say(fill(one('#keys').dataset.change, { key: keyOf(action), what })); // Refused: it is what it was.
    else say('');
    show();
  }

  // The palette: a combobox whose list is always open (ARIA APG, "editable combobox with list autocomplete").
  let lookup = 0;
  let asked = null;

  const options = () => all('#palette-list [role=option]').filter((option) => !option.hidden);
  const chosen = () => one('#palette-list [aria-selected=true]:not([hidden])');

  function select(option) {
    for (const other of all('#palette-list [aria-selected=true]')) other.setAttribute('aria-selected', 'false');
    const input = one('#palette-input');
    if (!option) return input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  const plain = (text) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

  function filter() {
    const text = plain(one('#palette-input').value.trim());
    all('#palette-list [data-guest]').forEach((guest) => guest.remove());
    for (const option of all('#palette-list [role=option]')) {
      option.hidden = !plain(option.dataset.words).split(/\s+/).some((word) => word.startsWith(text)) && !plain(option.dataset.words).includes(text);
    }
    const digits = text.replaceAll(/[^\d+]/g, '');
    if (digits.length > 2 && /^[\d\s()+./-]+$/.test(text)) guest(fill(one('#palette').dataset.dial, { number: text }), '', digits);
    counted();
    clearTimeout(lookup);
    if (text.length > 1) lookup = setTimeout(() => look(one('#palette-input').value.trim()), LOOKUP_MS);
  }

  function counted() {
    const found = options();
    const { none, count, counts } = one('#palette').dataset;
    const text = one('#palette-input').value.trim();
    one('#palette-none').hidden = found.length > 0;
    one('#palette-none').textContent = fill(none, { text });
    one('#palette-status').textContent = found.length ? fill(found.length === 1 ? count : counts, { n: found.length }) : fill(none, { text });
    select(found[0]);
  }

  function guest(name, note, number) {
    const option = one('#palette-guest').content.firstElementChild.cloneNode(true);
    option.id = `palette-guest-${all('#palette-list [data-guest]').length}`;
    one('.palette-name', option).textContent = name;
    one('.palette-note', option).textContent = note;
    option.dataset.number = number;
    one('#palette-list').append(option);
  }

  /** Contacts by name; the page's own entries never wait for them. */
  async function look(text) {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch('/app/contact-matches', { method: 'POST', body: new URLSearchParams({ q: text }), headers: { accept: 'application/json' }, signal: asked.signal });
      if (!answer.ok) return;
      const contacts = await answer.json();
      if (one('#palette-input').value.trim() !== text) return;
      const before = chosen();
      for (const contact of contacts.slice(0, CONTACTS_MOST)) guest(contact.name, contact.international, contact.e164);
      counted();
      if (before) select(before);
    } catch { /* Superseded, or offline: pages and actions remain. */ }
  }

  function choose(option) {
    if (!option) return;
    one('#palette').close();
    const { href, click, number } = option.dataset;
    if (number) type(number);
    else if (href) go(href);
    else if (click) one(click)?.click();
  }

  function steer(event) {
    const found = options();
    const at = found.indexOf(chosen());
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
    if (event.key in steps && found.length) {
      event.preventDefault();
      const wide = Math.abs(steps[event.key]) > 1;
      const next = at + steps[event.key];
      select(found[wide ? Math.max(0, Math.min(found.length - 1, next)) : (next + found.length) % found.length]);
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      choose(chosen());
    }
  }

  function openPalette() {
    const palette = one('#palette');
    if (!palette || !isInside()) return;
    if (palette.open) return palette.close();
    if (one('dialog:modal')) return;
    one('#palette-input').value = '';
    palette.showModal();
    filter();
  }

  addEventListener('keydown', (event) => {
    if (waiting) return change(event);
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k' && isInside()) {
      event.preventDefault();
      event.stopPropagation();
      return openPalette();
    }
    press(event);
  }, true);

  // A selection that ends beside a dialog is a click on it, but was not begun there.
  let pressed = null;
  document.addEventListener('pointerdown', (event) => { pressed = event.target; });

  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-palette-open]')) return openPalette();
    if (event.target.closest('[data-keys-open]')) return open(one('#keys'));
    const option = event.target.closest('#palette-list [role=option]');
    if (option) return choose(option);
    const key = event.target.closest('#keys [data-action] button');
    if (key) return await_(key.closest('[data-action]'));
    if (event.target.closest('#keys-reset')) {
      kept.keys = {};
      return keep();
    }
    // The frame fills a dialog, so that a click on the dialog itself is one beside it.
    if (event.target.matches('#palette, #keys') && event.target === pressed) event.target.close();
  });

  document.addEventListener('change', (event) => {
    if (event.target.id !== 'keys-on') return;
    kept.off = !event.target.checked;
    keep();
  });

  one('#palette-input')?.addEventListener('input', filter);
  one('#palette-input')?.addEventListener('keydown', steer);
  one('#keys')?.addEventListener('close', () => { waiting = null; say(''); show(); });
  show();
  // Buttons come and go with the pages; what is told of them follows.
  let telling = 0;
  new MutationObserver(() => {
    cancelAnimationFrame(telling);
    telling = requestAnimationFrame(tell);
  }).observe(document.body, { childList: true, subtree: true });
})();
