// The sounds of the laboratory, computed: prompts, hold music, a person's "hello", a machine's greeting.
// Raw G.711 µ-law at 8,000 bytes a second, which Asterisk and SIPp both play as it is.
import { mkdirSync, writeFileSync } from 'node:fs';

/** An audio signal: seconds to a value between -1 and 1. */
type Signal = (seconds: number) => number;

/** Writes every sound below `directory`: `prompt1.ulaw`, `hello.ulaw` …, and `hold/music.ulaw`. */
export function writeSounds(directory: string): void {
  mkdirSync(`${directory}/hold`, { recursive: true });
  const write = (name: string, seconds: number, signal: Signal): void => {
    const bytes = Uint8Array.from({ length: seconds * 8000 }, (_, index) => toMuLaw(signal(index / 8000)));
    writeFileSync(`${directory}/${name}.ulaw`, bytes);
  };
  write('prompt0', 0.3, tone(440));
  write('prompt1', 1, tone(440));
  write('prompt2', 2, tone(520));
  write('hold/music', 8, (at) => 0.3 * Math.sin(2 * Math.PI * (notes[Math.floor(at * 2) % 8] ?? 262) * at));
  // A word of 0.4 s, then the quiet of somebody who waits for an answer.
  write('hello', 5, (at) => (at < 0.4 ? noise() : 0));
  // Words without a pause that a person would make to listen.
  write('greeting', 6, (at) => (at % 0.35 < 0.28 ? noise() : 0));
  write('silence', 1, () => 0);
}

const notes = [262, 330, 392, 330, 349, 392, 440, 392];

const tone =
  (hertz: number): Signal =>
  (at) =>
    0.3 * Math.sin(2 * Math.PI * hertz * at);

/** Noise as loud as speech; what values it has does not matter to anybody. */
const noise = (): number => 0.6 * (Math.random() - 0.5);

/** ITU-T G.711, the µ-law: sign, exponent and mantissa of a logarithm, all bits turned over. */
function toMuLaw(value: number): number {
  const magnitude = Math.min(32_635, Math.abs(Math.round(value * 32_767))) + 132;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~((value < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}
