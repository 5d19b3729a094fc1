// The service worker: files of the app for ever, the last known history and contacts for when there is no network.
// It never answers for /api or /app, and never keeps a page of money. docs/live.md tells the rules.
'use strict';

const FILES = 'ringfare-files';
const PAGES = 'ringfare-pages';
const OFFLINE = '/offline.html';
// A caller's pages need about 120 chunks of WASM, and a new version as many more.
const FILES_MOST = 400;
// Pages that may be read without a network.
const KEPT = /^\/dashboard\/(dialer|call-history|contacts|calls\/[\w-]+)$/;
// A name with a hash never changes its content.
const HASHED = /^\/pkg\/.*\.[\w-]{16,}\.(js|wasm|css)$/;
const STATIC = /^\/(pkg\/|sounds\/|icons\/|vendor\/|live\.js|voice\.js|favicon\.svg|manifest\.webmanifest|offline\.html)/;
const DOORS = ['/app/sign-in', '/app/sign-up', '/app/sign-out', '/sign-in', '/sign-up'];

// Rises when a session begins or ends: what was asked for before is not kept after.
let session = 0;

const forget = () => {
  session += 1;
  return caches.delete(PAGES);
};

// No skipWaiting: a new version takes over when the last page of the old one is closed, so no call is cut.
self.addEventListener('install', (event) => event.waitUntil(caches.open(FILES).then((files) => files.add(OFFLINE))));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (DOORS.includes(pathname)) event.waitUntil(forget());
  if (request.method !== 'GET') return;
  if (HASHED.test(pathname)) event.respondWith(fileForEver(request));
  else if (STATIC.test(pathname)) event.respondWith(file(request));
  else if (request.mode === 'navigate') event.respondWith(page(event, request, pathname));
});

self.addEventListener('message', (event) => {
  const { keep = [], files = [], maxAgeMs = 0 } = event.data ?? {};
  event.waitUntil(Promise.all([...files.map(keepFile), ...keep.map((path) => keepPage(path, maxAgeMs))]));
});

async function fileForEver(request) {
  return (await caches.match(request, { cacheName: FILES })) ?? store(request, await fetch(request));
}

async function file(request) {
  try {
    return await store(request, await fetch(request));
  } catch (error) {
    const known = await caches.match(request, { cacheName: FILES, ignoreSearch: true });
    if (known) return known;
    throw error;
  }
}

async function store(request, response) {
  // What came is good, also where a full disk keeps nothing of it.
  if (response.status === 200) await put(request, response.clone()).catch(() => {});
  return response;
}

// The oldest files make room, but for the page that says that there is no network: it is asked for only then.
async function put(request, response) {
  const files = await caches.open(FILES);
  await files.put(request, response);
  const names = (await files.keys()).filter(({ url }) => new URL(url).pathname !== OFFLINE);
  await Promise.all(names.slice(0, Math.max(0, names.length - FILES_MOST)).map((old) => files.delete(old)));
}

async function keepFile(url) {
  const { origin, pathname } = new URL(url);
  if (origin !== self.location.origin || !STATIC.test(pathname) || (await caches.match(url, { cacheName: FILES }))) return;
  await fetch(url).then((response) => store(new Request(url), response)).catch(() => {});
}

async function page(event, request, pathname) {
  const asked = session;
  try {
    const response = await fetch(request);
    // With a query it shows a part of the page, or something open above it.
    const isWhole = KEPT.test(pathname) && !new URL(request.url).search;
    if (response.ok && !response.redirected && isWhole) event.waitUntil(write(pathname, response.clone(), asked));
    return response;
  } catch {
    return (await kept(pathname)) ?? (await caches.match(OFFLINE, { cacheName: FILES })) ?? Response.error();
  }
}

async function keepPage(path, maxAgeMs) {
  const known = await caches.match(path, { cacheName: PAGES });
  if (Date.now() - Number(known?.headers.get('x-kept-at')) < maxAgeMs) return;
  const asked = session;
  const response = await fetch(path, { headers: { accept: 'text/html' } }).catch(() => null);
  if (response?.ok && !response.redirected) await write(path, response, asked);
}

async function write(pathname, response, asked) {
  const text = await response.text();
  if (asked !== session || !text.includes('data-account=')) return;
  const headers = new Headers(response.headers);
  headers.set('x-kept-at', String(Date.now()));
  const pages = await caches.open(PAGES);
  await pages.put(pathname, new Response(text, { headers }));
}

// The page as it was, marked with the moment that it was made.
async function kept(pathname) {
  const known = await caches.match(pathname, { cacheName: PAGES });
  if (!known) return null;
  const text = (await known.text()).replace('<html', `<html data-as-of="${known.headers.get('x-kept-at')}"`);
  return new Response(text, { headers: known.headers });
}
