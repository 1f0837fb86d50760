// A shortage is over when the database can write again.
import pino from 'pino';
import { expect, test } from 'vitest';
import { findRoom, noteShortage, shortageOf } from '../../../src/store/database/storage.ts';
import { withDatabase } from '../../database.ts';

const { database } = await withDatabase({ connectionsMax: 2 });

test('a trial write ends it', async () => {
  expect(await findRoom(database)).toBe(false);
  noteShortage(database, pino({ level: 'silent' }), 'disk');
  expect(shortageOf(database)).toBe('disk');
  expect(await findRoom(database)).toBe(true);
  expect(shortageOf(database)).toBe(null);
});
