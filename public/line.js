// How the line of a call is: what the Voice SDK measures and warns of, kept on the server for the receipt, and the choice of
// microphone and speaker while the call runs. Loaded with the SDK by voice.js. Nothing here is estimated: what was not measured
// is not sent.
(() => {
  'use strict';

  // A tab that crashes has sent all but the last seconds.
  const EVERY_MS = 15_000;
  const TROUBLES_MOST = 60;
  // The record is in whole numbers: hundredths of the score and of a per cent, milliseconds.
  const FIGURES = {
    mos: { of: 'mos', factor: 100, most: 500, worse: Math.min },
    rtt: { of: 'rtt', factor: 1, most: 60_000, worse: Math.max },
    jitter: { of: 'jitter', factor: 1, most: 60_000, worse: Math.max },
    loss: { of: 'packetsLostFraction', factor: 100, most: 10_000, worse: Math.max },
  };
  const DEVICES = { microphone: 'ringfare.microphone', speaker: 'ringfare.speaker' };

  function newRecord() {
    const sums = Object.fromEntries(Object.keys(FIGURES).map((name) => [name, { n: 0, sum: 0, worst: null }]));
    return { seconds: 0, sums, troubles: [] };
  }

  function add(record, sample) {
    record.seconds += 1;
    for (const [name, { of, factor, most, worse }] of Object.entries(FIGURES)) {
      const value = Math.min(most, Math.max(0, Math.round(sample[of] * factor)));
      if (typeof sample[of] !== 'number' || !Number.isFinite(value)) continue;
      const figure = record.sums[name];
      figure.n += 1;
      figure.sum += value;
      figure.worst = figure.worst === null ? value : worse(figure.worst, value);
    }
  }

  // As the server keeps it: calls::model::LineRecord.
  function written({ seconds, sums, troubles }) {
    const spread = ({ n, sum, worst }) => (n ? { average: Math.round(sum / n), worst } : null);
    const figures = Object.fromEntries(Object.entries(sums).map(([name, figure]) => [name, spread(figure)]));
    return JSON.stringify({ seconds, ...figures, troubles });
  }

  // Follows one call to its end. `emit` hears of troubles, and once that something was measured.
  function watch(call, id, emit) {
    const record = newRecord();
    const lasting = new Map();
    let answeredAt = 0;
    let sent = '';
    let judged = false;
    const elapsed = () => Math.max(0, Math.round((Date.now() - answeredAt) / 1_000));

    const raise = (name) => {
      if (!answeredAt || lasting.has(name)) return;
      const trouble = { what: name, at_seconds: elapsed(), lasted_seconds: null };
      lasting.set(name, trouble);
      if (record.troubles.length < TROUBLES_MOST) record.troubles.push(trouble);
      emit({ type: 'warning', name });
    };
    const clear = (name) => {
      const trouble = lasting.get(name);
      if (!trouble) return;
      lasting.delete(name);
      trouble.lasted_seconds = Math.max(0, elapsed() - trouble.at_seconds);
      emit({ type: 'warning-cleared', name });
    };
    const send = () => {
      const now = written(record);
      if (!answeredAt || now === sent || !(record.seconds || record.troubles.length)) return;
      sent = now;
      // It outlives the page; one that is lost is made up for by the next.
      fetch('/app/measure-call', { method: 'POST', keepalive: true, body: new URLSearchParams({ id, record: now }) }).catch(() => {});
    };
    const offline = () => raise('offline');
    const online = () => clear('offline');
    const timer = setInterval(send, EVERY_MS);
    const finish = () => {
      clearInterval(timer);
      window.removeEventListener('offline', offline);
      window.removeEventListener('online', online);
      window.removeEventListener('pagehide', send);
      send();
    };

    window.addEventListener('offline', offline);
    window.addEventListener('online', online);
    window.addEventListener('pagehide', send);
    call.on('accept', () => {
      answeredAt ||= Date.now();
      if (!navigator.onLine) offline();
    });
    call.on('warning', raise);
    call.on('warning-cleared', clear);
    // While muted the SDK says nothing of a silent microphone, not even that it is over.
    call.on('mute', (muted) => { if (muted) clear('constant-audio-input-level'); });
    call.on('reconnecting', () => raise('reconnecting'));
    call.on('reconnected', () => clear('reconnecting'));
    call.on('sample', (sample) => {
      add(record, sample);
      if (!judged && record.sums.mos.n) {
        judged = true;
        emit({ type: 'measured' });
      }
    });
    return finish;
  }

  const chosen = (kind) => { try { return localStorage.getItem(DEVICES[kind]) ?? ''; } catch { return ''; } };
  const choose = (kind, id) => { try { localStorage.setItem(DEVICES[kind], id); } catch { /* private windows keep nothing */ } };

  // The microphone that was chosen last, if it is still there.
  const constraints = () => {
    const id = chosen('microphone');
    return { audio: id ? { deviceId: { ideal: id } } : true };
  };

  // Plays on the speaker that was chosen last, if it is still there.
  function prepare(device) {
    const id = chosen('speaker');
    if (id && device.audio?.isOutputSelectionSupported) device.audio.speakerDevices.set(id).catch(() => {});
  }

  // Fills the selects of an element in the call bar, follows them, and shows how loud the microphone is.
  function audio(root, device, call) {
    const helper = device.audio;
    const part = (name) => root.querySelector(`[data-part=${name}]`);
    const [microphone, speaker, level] = ['microphone', 'speaker', 'level'].map(part);
    const fill = (select, known, current) => {
      const options = [...known.values()].map(({ deviceId, label }, index) => new Option(label || `${index + 1}`, deviceId, false, deviceId === current));
      select.replaceChildren(...options);
    };
    const show = () => {
      if (!root.isConnected) { helper.removeListener('deviceChange', show); return; }
      fill(microphone, helper.availableInputDevices, helper.inputDevice?.deviceId ?? (chosen('microphone') || 'default'));
      fill(speaker, helper.availableOutputDevices, [...helper.speakerDevices.get()][0]?.deviceId);
      root.toggleAttribute('data-one-speaker', !helper.isOutputSelectionSupported);
    };
    const loud = (input) => {
      if (root.isConnected) level.value = input; else call.removeListener('volume', loud);
    };
    microphone.addEventListener('change', () => {
      choose('microphone', microphone.value);
      helper.setInputDevice(microphone.value).catch(show);
    });
    speaker.addEventListener('change', () => {
      choose('speaker', speaker.value);
      helper.speakerDevices.set(speaker.value).catch(show);
    });
    helper.on('deviceChange', show);
    call.on('volume', loud);
    show();
  }

  window.ringfareLine = { watch, constraints, prepare, audio };
})();
