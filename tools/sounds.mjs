// Writes public/sounds/: the twelve tones of a telephone keypad and a silence, as 8 kHz 8-bit mono WAV.
// Run it again only to change them: node tools/sounds.mjs
import { mkdirSync, writeFileSync } from 'node:fs';

const RATE = 8_000;
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = ['123', '456', '789', 's0h'];

const wav = (samples) => {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); // PCM
  head.writeUInt16LE(1, 22); // mono
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
};

const tone = (low, high) => Buffer.from(Array.from({ length: RATE * 0.12 }, (_, n) => {
  const wave = Math.sin((2 * Math.PI * low * n) / RATE) + Math.sin((2 * Math.PI * high * n) / RATE);
  const fade = Math.min(1, n / 80, (RATE * 0.12 - n) / 80); // 10 ms at each end, against clicks
  return Math.round(128 + 24 * wave * fade);
}));

const folder = new URL('../public/sounds/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('silence.wav', folder), wav(Buffer.alloc(RATE / 20, 128)));
KEYS.forEach((keys, row) => [...keys].forEach((key, column) => {
  writeFileSync(new URL(`dtmf${key}.wav`, folder), wav(tone(ROWS[row], COLUMNS[column])));
}));
