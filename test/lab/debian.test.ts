// The laboratory's packages come from the mirror that the machine itself uses.
import { expect, test } from 'vitest';
import { mirrorFrom } from '../../src/lab/debian.ts';

test.each([
  ['http://mirror.example/debian/\nhttp://mirror.example/debian/\n', 'http://mirror.example/debian'],
  ['https://mirror.example/debian', 'https://mirror.example/debian'],
  ['file:/srv/debian/\n', 'file:/srv/debian'],
  ['cdrom:[Debian]/\nhttp://mirror.example/debian/\n', 'http://mirror.example/debian'],
])('of %j the mirror is %s', (list, mirror) => {
  expect(mirrorFrom(list)).toBe(mirror);
});

test.each(['', '\n', 'mirror+file:/etc/mirrors\n'])('%j names no mirror', (list) => {
  expect(mirrorFrom(list)).toBe(null);
});
