// The browser's phone: wraps the Twilio Voice SDK and hands plain JSON events to one listener (src/calls/phone/voice_device.rs).
// One Device per call: nothing of an ended call can keep the microphone or block the next one.
(() => {
  'use strict';

  // The query of this script, which keeps a browser from using an older version.
  const LINE = `/line.js${new URL(document.currentScript.src).search}`;
  const SDK = '/vendor/twilio-voice-sdk-2.18.5.min.js';
  // A script that stands still neither comes nor fails.
  const LOAD_MS = 20_000;
  // connect() has no time-out of its own: a gateway that never says `connected` leaves it pending for ever.
  const CONNECT_MS = 15_000;
  // The SDK fetches these from sdk.twilio.com unless told otherwise.
  const QUIET = ['incoming', 'outgoing', 'disconnect'];
  const TONES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 's', 'h'];

  let listener = null;
  let device = null;
  let call = null;
  let microphoneStream = null;
  let sample = null;
  let abort = null;
  let finishLine = null;
  let warnings = 0;
  // A call that a reload of this page cuts: the page that comes next asks what became of it (call_bar/elsewhere.rs).
  const REMEMBERED = 'ringfare.call';
  // Says that the page with the call was left. Without it the call is another tab's, of which this one is a copy (live.js).
  const LEFT = 'ringfare.call.left';
  let remembers = false;
  let leaving = false;
  window.addEventListener('pagehide', () => {
    leaving = true;
    if (remembers) store(LEFT, '1');
  });
  window.addEventListener('pageshow', () => { leaving = false; });
  const scripts = new Map();
  let stalled = 0;

  const emit = (event) => listener?.(JSON.stringify(event));

  const load = (src) => {
    if (!scripts.has(src)) {
      scripts.set(src, new Promise((resolve, reject) => {
        const script = document.createElement('script');
        const fail = () => {
          clearTimeout(timer);
          scripts.delete(src);
          // In a document of its own it does not run, should it come after all.
          document.implementation.createHTMLDocument('').adoptNode(script);
          reject(failure('ScriptError', `${src} could not be loaded`));
        };
        const timer = setTimeout(() => { stalled += 1; fail(); }, LOAD_MS);
        script.src = stalled ? afresh(src) : src;
        script.onload = () => { clearTimeout(timer); resolve(); };
        script.onerror = fail;
        document.head.append(script);
      }));
    }
    return scripts.get(src);
  };

  // A browser that waits for an address asks for it no second time.
  const afresh = (src) => `${src}${src.includes('?') ? '&' : '?'}again=${stalled}`;

  const hungUp = () => failure('Aborted', 'hung up before the call was placed');

  const failure = (name, message, code = 0) => Object.assign(new Error(message), { name, code });

  const sounds = () => Object.fromEntries([
    ...QUIET.map((name) => [name, '/sounds/silence.wav']),
    ...TONES.map((key) => [`dtmf${key}`, `/sounds/dtmf${key}.wav`]),
  ]);

  // The preload script must run first: the SDK keeps the WebSocket class that it finds while it loads.
  async function ready(preload) {
    await load(LINE);
    if (preload) await load(preload);
    await load(SDK);
  }

  // Asked before a Device exists, and kept for it, so that people are asked once.
  async function microphone() {
    if (!navigator.mediaDevices?.getUserMedia) throw failure('InsecureContext', 'no microphone outside https and localhost');
    releaseMicrophone();
    await load(LINE);
    const opened = await navigator.mediaDevices.getUserMedia(window.ringfareLine.constraints());
    // One that was asked for by a call that was given up may have come first.
    releaseMicrophone();
    microphoneStream = opened;
  }

  function releaseMicrophone() {
    microphoneStream?.getTracks().forEach((track) => track.stop());
    microphoneStream = null;
  }

  function openMicrophone(constraints) {
    const held = microphoneStream;
    microphoneStream = null;
    const live = held?.getTracks().some((track) => track.readyState === 'live');
    return live ? Promise.resolve(held) : navigator.mediaDevices.getUserMedia(constraints);
  }

  function newDevice(token, local) {
    const made = new window.Twilio.Device(token, {
      // Browsers ask in words of their own whether to leave.
      closeProtection: true,
      codecPreferences: ['opus', 'pcmu'],
      enableImprovedSignalingErrorPrecision: true,
      getUserMedia: openMicrophone,
      logLevel: 5,
      sounds: sounds(),
      tokenRefreshMs: 30_000,
      // Insights go to Twilio; with the local carrier nothing leaves the machine.
      ...(local ? { publishEvents: false } : {}),
    });
    // The first timer to fire cancels all others: a fresh token is always fetched, whatever is left of this one.
    made.on('tokenWillExpire', () => emit({ type: 'token-will-expire' }));
    return made;
  }

  // Errors that no retry of the SDK's mends: the token or the account is refused. Others are transport, which it retries.
  const isRefusal = (code) => (code >= 20_000 && code < 21_000) || (code >= 31_200 && code < 31_300);

  async function place(token, to, callId, options = {}) {
    destroyDevice();
    remember(`${callId} ${to}`);
    // Rung off while the scripts are on their way: nothing is waited for, and nothing placed when they are there.
    const gone = new Promise((_, reject) => { abort = () => reject(hungUp()); });
    try {
      await Promise.race([ready(options.preload), gone]);
    } catch (error) {
      destroy();
      throw error;
    } finally {
      abort = null;
    }
    const mine = newDevice(token, Boolean(options.preload));
    device = mine;
    window.ringfareLine.prepare(mine);
    let timer;
    let last = null;
    const given_up = new Promise((_, reject) => {
      abort = () => reject(hungUp());
      timer = setTimeout(() => reject(last ?? failure('Timeout', 'the carrier did not answer in 15 s', 31_003)), CONNECT_MS);
      mine.on('error', (error) => {
        last = failure('Signalling', error.message, error.code);
        if (isRefusal(error.code)) reject(last);
        if (call) emit({ type: 'error', code: error.code, message: error.message });
      });
    });
    given_up.catch(() => {});
    try {
      const made = await Promise.race([mine.connect({ params: { To: to, call_id: callId } }), given_up]);
      call = made;
      watch(made, callId);
    } catch (error) {
      if (device === mine) destroy();
      throw error ?? failure('Signalling', 'the carrier closed the line', 53_000);
    } finally {
      clearTimeout(timer);
      abort = null;
    }
  }

  const remember = (what) => {
    remembers = Boolean(what);
    store(REMEMBERED, what);
    store(LEFT, null);
  };

  const store = (name, what) => {
    try {
      if (what) sessionStorage.setItem(name, what); else sessionStorage.removeItem(name);
    } catch { /* private windows keep nothing */ }
  };

  function watch(made, callId) {
    finishLine = window.ringfareLine.watch(made, callId, emit);
    const ended = (type) => {
      if (call !== made) return;
      call = null;
      leaveLine();
      emit({ type });
      // Not at once: a refused microphone says `disconnect` first and its error after.
      setTimeout(() => { if (!call) destroy(); }, 50);
    };
    made.on('ringing', () => emit({ type: 'ringing' }));
    made.on('accept', () => emit({ type: 'accept' }));
    made.on('disconnect', () => ended('disconnect'));
    made.on('cancel', () => ended('cancel'));
    made.on('reject', () => ended('disconnect'));
    made.on('error', (error) => emit({ type: 'error', code: error.code, message: error.message }));
    made.on('reconnecting', (error) => emit({ type: 'reconnecting', code: error?.code ?? 0, message: error?.message ?? '' }));
    made.on('reconnected', () => emit({ type: 'reconnected' }));
    made.on('mute', (muted) => emit({ type: 'mute', muted }));
    made.on('sample', (stats) => {
      const { mos, rtt, jitter, packetsLost, packetsLostFraction, audioInputLevel, audioOutputLevel, codecName } = stats;
      sample = { mos, rtt, jitter, packetsLost, packetsLostFraction, audioInputLevel, audioOutputLevel, codecName };
    });
    // A socket that drops before the answer leaves a call that is closed, says nothing and keeps the microphone.
    made.on('transportClose', () => setTimeout(() => { if (made.status() === 'closed') ended('lost'); }, 0));
  }

  // Sends the last figures of the line, and listens to it no longer.
  function leaveLine() {
    finishLine?.();
    finishLine = null;
  }

  function hangUp() {
    if (abort) { abort(); return; }
    if (call) call.disconnect();
    // Rung off while the socket is down: the SDK may stay silent, and the page must not wait for it.
    const mine = call;
    if (mine) setTimeout(() => { if (call === mine) { call = null; destroy(); emit({ type: 'disconnect' }); } }, 1_000);
  }

  // Short tones for the caller alone: they go to the loudspeaker and never into the call.
  function warn(tones) {
    const context = new AudioContext();
    for (let n = 0; n < tones; n += 1) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      const begin = context.currentTime + n * 0.3;
      tone.frequency.value = 880;
      tone.connect(volume).connect(context.destination);
      // 10 ms at each end, against clicks.
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(0.2, begin + 0.01);
      volume.gain.setValueAtTime(0.2, begin + 0.15);
      volume.gain.linearRampToValueAtTime(0, begin + 0.16);
      tone.start(begin);
      tone.stop(begin + 0.16);
      if (n === tones - 1) tone.onended = () => context.close();
    }
    warnings += 1;
  }

  function destroyDevice() {
    const old = device;
    leaveLine();
    device = null;
    call = null;
    sample = null;
    // The SDK ends its call when the page goes: that one is remembered.
    if (!leaving) remember(null);
    old?.destroy();
  }

  function destroy() {
    destroyDevice();
    releaseMicrophone();
  }

  window.ringfareVoice = {
    listen: (callback) => { listener = callback; },
    ready,
    microphone,
    call: place,
    hangUp,
    mute: (on) => call?.mute(Boolean(on)),
    digits: (keys) => call?.sendDigits(keys),
    warn,
    warnings: () => warnings,
    updateToken: (token) => device?.updateToken(token),
    destroy,
    audio: (root) => { if (device && call) window.ringfareLine.audio(root, device, call); },
    running: () => call,
    lastSample: () => sample,
  };
})();
