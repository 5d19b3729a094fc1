// Keeps open pages up to date: one stream per browser for all its tabs, and the service worker (src/live/, docs/live.md).
// Tabs of one account agree by a lock on who listens; the others hear it by a channel. Where there is neither, each listens.
(() => {
  'use strict';

  const root = document.documentElement;
  const STREAM = '/api/user/stream';
  // The server beats every 20 seconds.
  const SILENT_MS = 50_000;
  const KEEP_AGAIN_MS = 600_000;

  let account = root.dataset.account || '';
  let callback = null;
  let channel = null;
  let source = null;
  let leads = false;
  // Not known before the first word.
  let live = null;
  let over = false;
  let heardAt = 0;
  let retryMs = 1_000;
  let timer = 0;
  let balance = '';
  const calls = new Map();

  const tell = (kind, text = '') => callback?.(kind, text);
  const shout = (kind, text = '') => channel?.postMessage({ kind, text });

  const setLive = (now) => {
    if (now) heardAt = Date.now();
    if (now && root.dataset.asOf) return refresh();
    if (live === now) return now ? tell('beat') : undefined;
    live = now;
    tell(now ? 'live' : 'silent');
  };

  // What came, from the stream or from the tab that listens to it.
  const take = (kind, text) => {
    if (kind === 'balance') balance = text;
    if (kind === 'calls') for (const call of JSON.parse(text)) calls.set(call.id, call);
    if (kind === 'balance' || kind === 'calls') tell(kind, text);
    if (kind === 'signed_out') return leave(text);
    setLive(kind !== 'silent');
  };

  const relay = (kind, text) => { shout(kind, text); take(kind, text); };

  // ---- the tab that listens

  const listen = () => {
    clearTimeout(timer);
    source?.close();
    if (over) return;
    source = new EventSource(STREAM);
    source.addEventListener('hello', (event) => {
      const hello = JSON.parse(event.data);
      if (!account) return join(hello.account);
      // Somebody else signed in here meanwhile: nothing of theirs belongs on this page.
      if (hello.account !== account) return leave();
      retryMs = 1_000;
      relay('live', '');
    });
    for (const kind of ['balance', 'calls', 'beat']) source.addEventListener(kind, (event) => relay(kind, event.data));
    source.addEventListener('end', (event) => {
      const { reason } = JSON.parse(event.data);
      source.close();
      if (reason === 'signed_out' || reason === 'deleted') return relay('signed_out', reason);
      relay('silent', '');
      again(reason === 'too_many' ? 60_000 : 1_000 + Math.random() * 1_000);
    });
    source.onerror = () => {
      relay('silent', '');
      if (source.readyState === EventSource.CLOSED) refused();
    };
  };

  const again = (ms) => { clearTimeout(timer); timer = setTimeout(listen, ms); };

  // An EventSource does not say why it was refused.
  const refused = async () => {
    const answer = await fetch('/api/user/balance', { cache: 'no-store' }).catch(() => null);
    if (answer?.status === 401) return relay('signed_out', '');
    retryMs = Math.min(retryMs * 2, 30_000);
    again(retryMs);
  };

  // ---- all tabs

  const join = (id) => {
    account = id;
    if (!('BroadcastChannel' in window) || !navigator.locks) { leads = true; return source ? setLive(true) : listen(); }
    source?.close();
    channel = new BroadcastChannel(`ringfare ${id}`);
    channel.onmessage = ({ data }) => {
      if (data.kind !== 'ask') return take(data.kind, data.text);
      if (!leads || !live) return;
      shout('live');
      if (balance) shout('balance', balance);
      if (calls.size) shout('calls', JSON.stringify([...calls.values()].slice(-12)));
    };
    shout('ask');
    // Held as long as this page lives; the next tab takes over.
    navigator.locks.request(`ringfare ${id}`, () => { leads = true; listen(); return new Promise(() => {}); }).catch(() => {});
  };

  const look = () => {
    if (over || !account) return;
    const silent = Date.now() - heardAt > SILENT_MS;
    if (live && silent) setLive(false);
    if (leads && silent && source?.readyState === EventSource.OPEN) listen();
  };
  setInterval(look, 5_000);
  document.addEventListener('visibilitychange', look);
  addEventListener('offline', () => { if (leads) relay('silent', ''); });
  addEventListener('online', () => { if (leads) listen(); });

  // A copied tab has a copy of what the first one keeps, also of the call that goes on there: only a page that was left, or that
  // is loaded anew, cut its call off (public/voice.js).
  try {
    const [{ type } = {}] = performance.getEntriesByType('navigation');
    if (type !== 'reload' && !sessionStorage.getItem('ringfare.call.left')) sessionStorage.removeItem('ringfare.call');
  } catch { /* private windows keep nothing */ }

  // ---- leaving: never while a call runs

  const api = {
    busy: false,
    listen(listener) {
      callback = listener;
      label();
      if (live !== null) tell(live ? 'live' : 'silent');
      if (balance) tell('balance', balance);
      if (calls.size) tell('calls', JSON.stringify([...calls.values()]));
      if (!account) listen();
    },
  };
  window.ringfareLive = api;

  const whenIdle = (act) => { if (api.busy) setTimeout(() => whenIdle(act), 1_000); else act(); };
  const leave = (why) => {
    if (over) return;
    over = true;
    source?.close();
    live = false;
    tell('signed_out');
    whenIdle(() => {
      if (!/^\/(dashboard|admin)(\/|$)/.test(location.pathname)) return;
      const back = `next=${encodeURIComponent(location.pathname + location.search)}`;
      location.assign(`/sign-in?${why === 'deleted' ? 'deleted=1' : back}`);
    });
  };
  let refreshing = false;
  const refresh = () => {
    if (refreshing) return;
    refreshing = true;
    whenIdle(() => location.reload());
  };

  // ---- without a network

  // A page that the service worker kept says so, in the words that the server put on it.
  function label() {
    if (!root.dataset.asOf || document.querySelector('.as-of')) return;
    const at = new Date(Number(root.dataset.asOf)).toLocaleString(root.lang, { dateStyle: 'medium', timeStyle: 'short' });
    const note = document.createElement('p');
    note.className = 'as-of';
    note.dataset.testid = 'as-of';
    note.setAttribute('role', 'status');
    note.textContent = (root.dataset.asOfWords || 'Offline, as of {time}').replace('{time}', at);
    document.body.prepend(note);
  }
  addEventListener('load', () => setTimeout(label, 4_000));

  // Links load whole pages then: the service worker has some, the server functions behind the app's own navigation have none.
  addEventListener('click', (event) => {
    if (root.dataset.link !== 'offline' || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest?.('a[href^="/dashboard/"]');
    if (link && navigator.serviceWorker?.controller) event.stopImmediatePropagation();
  }, true);

  const keep = async () => {
    const { active } = await navigator.serviceWorker.ready;
    // The pages below need it, also where this one does not.
    const { pages } = document.getElementById('style')?.dataset ?? {};
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    active.postMessage({ keep: account ? ['/dashboard/call-history', '/dashboard/contacts'] : [], files: pages ? [...loaded, new URL(pages, location.href).href] : loaded, maxAgeMs: KEEP_AGAIN_MS });
  };

  if ('serviceWorker' in navigator) {
    addEventListener('load', () => {
      navigator.serviceWorker.register('/sw.js').then(() => setTimeout(keep, 3_000)).catch(() => {});
    });
  }
  // What was kept for a caller goes with their session, also where no service worker stands before the page.
  if (!account && !location.pathname.startsWith('/dashboard')) globalThis.caches?.delete('ringfare-pages').catch(() => {});

  if (account) join(account);
})();
