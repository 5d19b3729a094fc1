// What a browser does best by itself: key tones, the choice of devices, the level meter, the echo test. The words stand in the
// page (src/calls/devices.rs); this file shows and hides them by their `data-audio`. Nothing that is heard here leaves the browser.
(() => {
  'use strict';

  const SETTINGS = { microphone: 'ringfare.microphone', speaker: 'ringfare.speaker', tones: 'ringfare.tones' };
  // Rows and columns of the pad in Hz (ITU-T Q.23).
  const ROWS = [697, 770, 852, 941];
  const COLUMNS = [1209, 1336, 1477];
  const PAD = ['123', '456', '789', '*0#'];
  const ECHO_MS = 3_000;
  // Quieter than this, of 1, is a microphone that is switched off.
  const SILENCE = 0.005;
  const MIME = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg'];

  // Storage can be switched off in a browser, and then throws.
  const read = (name) => { try { return localStorage.getItem(SETTINGS[name]) ?? ''; } catch { return ''; } };
  const write = (name, value) => { try { localStorage.setItem(SETTINGS[name], value); } catch { /* for this page only */ } };

  const media = navigator.mediaDevices;

  /* Permission */

  let status = null;

  async function permission() {
    if (!media?.getUserMedia) return 'insecure';
    const inputs = await media.enumerateDevices().then((all) => all.filter((one) => one.kind === 'audioinput'), () => null);
    if (inputs?.length === 0) return 'missing';
    try {
      if (!status) {
        status = await navigator.permissions.query({ name: 'microphone' });
        status.addEventListener('change', changed);
      }
      return status.state;
    } catch {
      // Browsers that do not tell show the names of devices only to pages that may use them.
      return inputs?.some((one) => one.label) ? 'granted' : 'unknown';
    }
  }

  const changed = () => window.dispatchEvent(new Event('ringfare-microphone'));
  media?.addEventListener?.('devicechange', changed);

  const WORDS = { NotAllowedError: 'denied', SecurityError: 'denied', NotFoundError: 'missing', OverconstrainedError: 'missing' };

  async function request() {
    try {
      close(await open());
      changed();
      return 'granted';
    } catch (error) {
      changed();
      return WORDS[error.name] ?? 'unknown';
    }
  }

  /** The chosen microphone; the system's when that one is gone. */
  async function open() {
    if (!media?.getUserMedia) throw Object.assign(new Error('no microphone outside https'), { name: 'NotFoundError' });
    const id = read('microphone');
    if (id) {
      try {
        return await media.getUserMedia({ audio: { deviceId: { exact: id } } });
      } catch (error) {
        if (!['NotFoundError', 'OverconstrainedError'].includes(error.name)) throw error;
      }
    }
    return media.getUserMedia({ audio: true });
  }

  const close = (stream) => stream?.getTracks().forEach((track) => track.stop());

  /* Key tones: while a key of the dialer is pressed, at least a tenth of a second. In a call the Voice SDK sounds them. */

  let context = null;
  let sounding = null;

  function press(event) {
    const key = event.target.closest?.('.dial [data-key]')?.dataset.key;
    const row = PAD.findIndex((keys) => key && keys.includes(key));
    if (row < 0 || read('tones') === 'off') return;
    hush();
    context ??= new AudioContext();
    context.resume();
    const volume = context.createGain();
    volume.gain.setValueAtTime(0, context.currentTime);
    volume.gain.linearRampToValueAtTime(0.06, context.currentTime + 0.01);
    volume.connect(context.destination);
    const oscillators = [ROWS[row], COLUMNS[PAD[row].indexOf(key)]].map((hertz) => {
      const oscillator = context.createOscillator();
      oscillator.frequency.value = hertz;
      oscillator.connect(volume);
      oscillator.start();
      return oscillator;
    });
    sounding = { oscillators, volume, since: context.currentTime };
    // A pointer that is never released must not sound for ever.
    setTimeout(hush, 1_500);
  }

  function hush() {
    if (!sounding) return;
    const { oscillators, volume, since } = sounding;
    sounding = null;
    const end = Math.max(context.currentTime, since + 0.1);
    volume.gain.setValueAtTime(0.06, end);
    volume.gain.linearRampToValueAtTime(0, end + 0.02);
    oscillators.forEach((oscillator) => oscillator.stop(end + 0.02));
  }

  document.addEventListener('pointerdown', press);
  for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, hush);

  /* The device page */

  let page = null;
  let meter = null;
  // Counts what was begun and ended: a microphone that opens after its turn is closed again.
  let turn = 0;

  const part = (name) => page?.querySelector(`[data-audio="${name}"]`);
  const show = (...names) => names.forEach((name) => page?.querySelectorAll(`[data-audio="${name}"]`).forEach((one) => { one.hidden = false; }));
  const hide = (...names) => names.forEach((name) => page?.querySelectorAll(`[data-audio="${name}"]`).forEach((one) => { one.hidden = true; }));

  const PERMISSIONS = ['is-prompt', 'is-granted', 'is-denied', 'is-missing', 'is-busy', 'is-insecure'];

  function tell(state) {
    hide(...PERMISSIONS);
    show(PERMISSIONS.includes(`is-${state}`) ? `is-${state}` : 'is-prompt');
  }

  const look = async () => { tell(await permission()); await list(); };

  /** Fills the two lists; a remembered device that is gone stays chosen, for when it comes back. */
  async function list() {
    const all = await media?.enumerateDevices().catch(() => []) ?? [];
    for (const [name, kind] of [['microphone', 'audioinput'], ['speaker', 'audiooutput']]) {
      const select = part(name);
      if (!select) return;
      const known = all.filter((one) => one.kind === kind && one.deviceId && one.deviceId !== 'default');
      select.replaceChildren(select.options[0], ...known.map((one, at) => new Option(one.label || `${at + 1}`, one.deviceId)));
      select.value = known.some((one) => one.deviceId === read(name)) ? read(name) : '';
    }
    const choosable = 'setSinkId' in HTMLMediaElement.prototype;
    part('speaker').disabled = !choosable;
    (choosable ? hide : show)('no-choice');
  }

  function failed(error) {
    tell(WORDS[error.name] ?? 'busy');
    stop();
  }

  async function listen() {
    stop();
    const mine = turn;
    try {
      const stream = await open();
      if (mine !== turn) return close(stream);
      meter = watch(stream);
      hide('listen');
      show('stop');
      await look();
    } catch (error) { if (mine === turn) failed(error); }
  }

  /** Measures a stream until it is stopped, and keeps the loudest. */
  function watch(stream) {
    const audio = new AudioContext();
    audio.resume();
    const analyser = audio.createAnalyser();
    analyser.fftSize = 1_024;
    audio.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const watched = { loudest: 0, stop: () => { cancelAnimationFrame(frame); close(stream); audio.close(); } };
    let frame = 0;
    const draw = () => {
      analyser.getFloatTimeDomainData(samples);
      const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      watched.loudest = Math.max(watched.loudest, level);
      // Speech is between -60 and -6 dB: a straight scale would hardly move.
      const percent = level > 0 ? Math.round(Math.min(100, Math.max(0, (20 * Math.log10(level) + 60) / 0.54))) : 0;
      const bar = part('level');
      if (bar) bar.value = percent;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return watched;
  }

  function stop() {
    turn += 1;
    meter?.stop();
    meter = null;
    if (part('level')) part('level').value = 0;
    hide('stop');
    show('listen');
  }

  /** Plays on the chosen speaker. */
  async function play(source) {
    const player = new Audio();
    if (source instanceof MediaStream) player.srcObject = source; else player.src = source;
    // A speaker that was unplugged: the system's will do.
    if (read('speaker') && player.setSinkId) await player.setSinkId(read('speaker')).catch(() => {});
    await player.play();
    return player;
  }

  async function tone() {
    hide('tone-played');
    const audio = new AudioContext();
    audio.resume();
    const out = audio.createMediaStreamDestination();
    [523.25, 659.25].forEach((hertz, at) => {
      const note = audio.createOscillator();
      const volume = audio.createGain();
      const begin = audio.currentTime + 0.1 + at * 0.45;
      note.frequency.value = hertz;
      note.connect(volume).connect(out);
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(0.25, begin + 0.02);
      volume.gain.setValueAtTime(0.25, begin + 0.35);
      volume.gain.linearRampToValueAtTime(0, begin + 0.4);
      note.start(begin);
      note.stop(begin + 0.4);
    });
    const player = await play(out.stream);
    await wait(1_200);
    player.pause();
    audio.close();
    show('tone-played');
  }

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  async function record() {
    const states = ['recording', 'playing', 'echo-done', 'echo-silent'];
    hide(...states);
    stop();
    let mine = turn;
    const button = part('record');
    button.disabled = true;
    try {
      const stream = await open();
      if (mine !== turn) return close(stream);
      tell('granted');
      meter = watch(stream);
      const recorder = new MediaRecorder(stream, { mimeType: MIME.find((type) => MediaRecorder.isTypeSupported(type)) });
      const pieces = [];
      recorder.ondataavailable = (event) => pieces.push(event.data);
      const whole = new Promise((resolve) => { recorder.onstop = resolve; });
      recorder.start();
      show('recording');
      await wait(ECHO_MS);
      recorder.stop();
      await whole;
      const { loudest } = meter ?? { loudest: 0 };
      stop();
      mine = turn;
      hide(...states);
      if (loudest < SILENCE) { show('echo-silent'); return; }
      show('playing');
      const address = URL.createObjectURL(new Blob(pieces, { type: recorder.mimeType }));
      const player = await play(address);
      await Promise.race([new Promise((resolve) => { player.onended = resolve; }), wait(ECHO_MS + 1_500)]);
      URL.revokeObjectURL(address);
      hide(...states);
      show('echo-done');
    } catch (error) {
      hide(...states);
      if (mine === turn) failed(error);
    } finally {
      button.disabled = false;
    }
  }

  function links() {
    try {
      navigator.registerProtocolHandler('tel', `${location.origin}/dashboard/dialer?to=%s`);
      show('links-asked');
    } catch { show('links-never'); }
  }

  const ACTS = { listen, stop, tone, record, links };
  const CHOICES = {
    microphone: ({ value }) => { write('microphone', value); if (meter) listen(); },
    speaker: ({ value }) => write('speaker', value),
    tones: ({ checked }) => write('tones', checked ? 'on' : 'off'),
  };
  const named = (event) => event.target.closest?.('[data-audio]')?.dataset.audio;
  const acted = (event) => ACTS[named(event)]?.();
  const chosen = (event) => CHOICES[named(event)]?.(event.target);

  /** Takes over the device page, once: the page may be announced again before it has gone. */
  async function devices(element) {
    clearTimeout(leaving);
    if (page === element) return;
    gone();
    page = element;
    page.addEventListener('click', acted);
    page.addEventListener('change', chosen);
    if (!navigator.registerProtocolHandler) { hide('links'); show('links-never'); }
    part('tones').checked = read('tones') !== 'off';
    window.addEventListener('ringfare-microphone', look);
    await look();
  }

  let leaving = 0;

  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(gone, 0);
  }

  function gone() {
    stop();
    window.removeEventListener('ringfare-microphone', look);
    page?.removeEventListener('click', acted);
    page?.removeEventListener('change', chosen);
    page = null;
  }

  const agent = navigator.userAgent;
  document.documentElement.dataset.browser = /firefox/i.test(agent) ? 'firefox' : /chrom|edg/i.test(agent) ? 'chrome' : /safari/i.test(agent) ? 'safari' : '';

  window.ringfareAudio = { permission, request, devices, leave };
})();
