// Chance of the seeded world: published vectors, so that anybody can write the same world again, and
// the shapes of the laws that are drawn from it.
import { expect, test } from 'vitest';
import {
  draw,
  exponential,
  leadOfText,
  logNormal,
  mix32,
  normalQuantile,
  uniform,
} from '../../src/simulation/chance.ts';

/** (seed, lead, field) and the 32 bits; an independent MurmurHash3 gave the same. */
const vectors: readonly (readonly [number, number, number, number])[] = [
  [0, 0, 0, 0xd941144b],
  [1, 0, 1, 0x8bddfe17],
  [1, 1, 1, 0x9f57c2ef],
  [1, 2, 1, 0x8272d7c2],
  [1, 0, 2, 0x24c6573b],
  [1, 0, 3, 0xc6f16c04],
  [1, 0, 4, 0x915a1c7d],
  [1, 0, 5, 0x00d2f6de],
  [1, 0, 12, 0x67ba89f0],
  [2, 0, 1, 0x07865481],
  [2, 1, 1, 0x1f8968bc],
  [20, 0, 1, 0xb5d13931],
  [20, 999999, 1, 0x78c49ff5],
  [20, 999999, 9, 0x10e0ab7e],
  [7, 123456, 20, 0x380329b1],
  [4294967295, 0, 1, 0x7ee2f56d],
  [0, 4294967295, 1, 0xd52ce47f],
  [0, 0, 4294967295, 0x18a95045],
  [4294967295, 4294967295, 4294967295, 0xa9ed186d],
  [2147483648, 2147483647, 7, 0x79ec5515],
];

test.each(vectors)('mix32(%i, %i, %i) is the published word', (seed, lead, fieldNumber, word) => {
  expect(mix32(seed, lead, fieldNumber)).toBe(word);
  expect(draw(seed, lead, fieldNumber)).toBe((word + 0.5) / 2 ** 32);
});

test('a number as text has the lead of FNV-1a', () => {
  expect(leadOfText('')).toBe(0x811c9dc5);
  expect(leadOfText('foobar')).toBe(0xbf9cf968);
});

const leads = Array.from({ length: 100_000 }, (_, lead) => lead);
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviationOf = (values: readonly number[]) => {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
};

test('draws lie strictly between 0 and 1, evenly, and two fields of a lead know nothing of each other', () => {
  const first = leads.map((lead) => draw(1, lead, 1));
  const second = leads.map((lead) => draw(1, lead, 2));
  expect(Math.min(...first)).toBeGreaterThan(0);
  expect(Math.max(...first)).toBeLessThan(1);
  const tenths = first.reduce((counts, u) => {
    const tenth = Math.floor(u * 10);
    return counts.with(tenth, (counts[tenth] ?? 0) + 1);
  }, new Array<number>(10).fill(0));
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  const product = meanOf(first.map((u, lead) => (u - 0.5) * ((second[lead] ?? 0) - 0.5)));
  expect(Math.abs(product * 12)).toBeLessThan(0.01);
});

test.each([
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.025, -1.959963984540054],
  [0.999, 3.090232306167813],
  [0.01, -2.3263478740408408],
  [1e-9, -5.997807015008182],
])('the normal quantile at %d is %d', (u, quantile) => {
  expect(normalQuantile(u)).toBeCloseTo(quantile, 7);
});

test('log-normal, exponential and uniform have the mean and spread they are asked for', () => {
  const draws = leads.map((lead) => draw(3, lead, 5));
  const rings = draws.map((u) => logNormal(u, 10, 0.5));
  expect(meanOf(rings)).toBeCloseTo(10, 0);
  expect(deviationOf(rings) / meanOf(rings)).toBeCloseTo(0.5, 1);
  const patience = draws.map((u) => exponential(u, 20));
  expect(meanOf(patience) / 20).toBeCloseTo(1, 1);
  expect(deviationOf(patience) / 20).toBeCloseTo(1, 1);
  const failures = draws.map((u) => uniform(u, 1, 4));
  expect(meanOf(failures)).toBeCloseTo(2.5, 1);
});
