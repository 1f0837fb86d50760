// A world in which a supervisor uploads files of numbers, whole or over a connection that can break.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect } from 'vitest';
import { openWorld } from './world.ts';

export async function openUploads() {
  const world = await openWorld();
  const { database } = world;
  const supervisor = await world.signIn(1, 'supervisor');
  afterAll(() => world.app.close());

  const path = (id: number, rest = '') => `/vdns/1/campaigns/${id}/imports${rest}`;

  async function upload(id: number, file: string | Buffer, query = '', headers: Record<string, string> = {}) {
    const answer = await world.app.inject({
      method: 'POST',
      url: `/api/v1${path(id)}${query}`,
      headers: {
        cookie: supervisor.cookie,
        'x-csrf-token': supervisor.csrfToken,
        'content-type': 'text/csv; charset=utf-8',
        ...headers,
      },
      payload: file,
    });
    return { status: answer.statusCode, body: answer.json() };
  }

  const numbersOf = (id: number) => database`
    select called, caller, session_id, custom_field, call_data, recycle_at, priority, state, due_at
    from contacts where vdn_id = 1 and campaign_id = ${id} order by contact_id`;
  const waitingOf = async (id: number) =>
    (await database`select waiting from campaign_progress where vdn_id = 1 and campaign_id = ${id}`)[0]
      ?.waiting;
  const errorsOf = async (id: number, importId: string) =>
    (await world.ask(supervisor, 'GET', path(id, `/${importId}/errors`))).body;

  let names = 0;
  const campaign = async () => {
    names += 1;
    return (await world.addOneCampaign(1, `imports ${names}`)).id;
  };

  /** A real connection, so that it can be broken. */
  async function openUpload(id: number, headers: Record<string, string>) {
    if (!world.app.server.listening) await world.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = world.app.server.address() as AddressInfo;
    const sending = httpRequest({
      port,
      method: 'POST',
      path: `/api/v1${path(id)}`,
      headers: {
        cookie: supervisor.cookie,
        'x-csrf-token': supervisor.csrfToken,
        'content-type': 'text/csv',
        'transfer-encoding': 'chunked',
        ...headers,
      },
    });
    sending.on('error', () => undefined);
    sending.flushHeaders();
    await once(sending, 'socket');
    return sending;
  }

  /** Until so many uploads are copying rows, for which each holds its import. */
  const untilCopying = (count: number) =>
    expect
      .poll(async () => {
        const rows = await database`
          select from pg_stat_activity
          where datname = current_database() and state = 'active' and query like 'copy import_rows%'`;
        return rows.length;
      })
      .toBe(count);

  const untilState = (id: number, state: string) =>
    expect
      .poll(async () => (await database`select state from imports where campaign_id = ${id}`)[0]?.state)
      .toBe(state);

  return {
    campaign,
    database,
    errorsOf,
    numbersOf,
    openUpload,
    path,
    supervisor,
    untilCopying,
    untilState,
    upload,
    waitingOf,
    world,
  };
}
