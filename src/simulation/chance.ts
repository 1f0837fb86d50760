// Chance of the seeded world. Each draw is a pure function of (seed, lead, field), so the k-th lead has the
// same fate whatever was asked before it, under every policy and in every process. Nothing here keeps a
// state: with a generator that all draws share, runs could not be compared.

/** What a draw is for (pacing.md 5); `signaling` is ours: the network's delay before it rings. */
export const field = {
  outcome: 1,
  talk: 2,
  wrap: 3,
  patience: 4,
  ring: 5,
  machineDetection: 6,
  failureDuration: 7,
  abandonmentLimit: 8,
  leadClass: 9,
  talkBranch: 12,
  signaling: 20,
  lostEvent: 21,
  repeatedEvent: 22,
  eventDelay: 23,
  pauseGap: 30,
  pauseLength: 31,
  dialInstant: 32,
  arrival: 40,
  previewLength: 41,
  previewChoice: 42,
} as const;

/** The 32-bit finalizer: MurmurHash3 (x86, 32 bits, seed 0) of the three words as little-endian bytes. */
export function mix32(first: number, second: number, third: number): number {
  let hash = mixWord(0, first);
  hash = mixWord(hash, second);
  hash = mixWord(hash, third) ^ 12;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixWord(hash: number, word: number): number {
  const scattered = Math.imul(word, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((scattered << 15) | (scattered >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** A uniform draw, strictly between 0 and 1. Each argument counts as an unsigned 32-bit word. */
export const draw = (seed: number, lead: number, fieldNumber: number): number =>
  (mix32(seed, lead, fieldNumber) + 0.5) / 2 ** 32;

/** A 32-bit lead number for a text such as a telephone number (FNV-1a over its characters). */
export function leadOfText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

export const uniform = (u: number, low: number, high: number): number => low + u * (high - low);

export const exponential = (u: number, mean: number): number => -mean * Math.log1p(-u);

/** Log-normal by its mean and its coefficient of variation (pacing.md 5). */
export function logNormal(u: number, mean: number, variation: number): number {
  const variance = Math.log1p(variation * variation);
  return Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * normalQuantile(u));
}

/** The quantile of the standard normal law for 0 < u < 1: Acklam's rational fit, error below 1.2e-9 relative. */
export function normalQuantile(u: number): number {
  if (u < 0.02425) return tailQuantile(Math.sqrt(-2 * Math.log(u)));
  if (u > 1 - 0.02425) return -tailQuantile(Math.sqrt(-2 * Math.log1p(-u)));
  const q = u - 0.5;
  const r = q * q;
  const above =
    ((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r + 1.38357751867269e2) *
      r -
      3.066479806614716e1) *
      r +
    2.506628277459239;
  const below =
    ((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r +
      6.680131188771972e1) *
      r -
      1.328068155288572e1) *
      r +
    1;
  return (above * q) / below;
}

function tailQuantile(q: number): number {
  const above =
    ((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q - 2.549732539343734) *
      q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const below =
    (((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) *
      q +
    1;
  return above / below;
}
