// A telephone laboratory for one test file: a real Asterisk on ports of its own, the carrier behind its
// trunk and the agents' telephones, all taken down after the last test of the file.
import { readFileSync } from 'node:fs';
import { afterAll, afterEach } from 'vitest';
import { type CarrierOptions, openCarrier } from '../../src/lab/carrier.ts';
import { type Lab, type LabOptions, openLab } from '../../src/lab/lab.ts';
import type { Callee } from '../../src/lab/sipp.ts';
import { openTelephones } from '../../src/lab/telephones.ts';
import type { GatewaySettings } from '../../src/telephony/asterisk/gateway.ts';

export interface LabWorld {
  readonly lab: Lab;
  readonly carrier: Callee;
  readonly telephones: Callee;
}

/**
 * Call it at the top level of a test file: `const { lab, carrier, telephones } = await withLab();`. When a
 * test fails, the end of Asterisk's log is printed.
 */
export async function withLab(options: LabOptions & { carrier?: CarrierOptions } = {}): Promise<LabWorld> {
  const lab = await openLab(options);
  afterAll(() => lab.close());
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') process.stderr.write(`Asterisk's log:\n${lab.log().slice(-4000)}\n`);
  });
  const carrier = await openCarrier(lab, options.carrier);
  afterAll(() => carrier.stop());
  const telephones = await openTelephones(lab);
  afterAll(() => telephones.stop());
  return { lab, carrier, telephones };
}

/** The laboratory's first trunk as a gateway of Campana; `overTls` takes the way with its certificate. */
export function gatewayOf(
  lab: Lab,
  options: { overTls?: boolean } & Partial<GatewaySettings> = {},
): GatewaySettings {
  const { overTls = false, ...settings } = options;
  const { origin, pathname, username, password } = new URL(overTls ? lab.ariTlsUrl : lab.ariUrl);
  return {
    name: 'lab',
    ariUrl: `${origin}${pathname}`,
    user: username,
    password,
    trunk: lab.trunks[0]?.name ?? '',
    callsPerSecondMax: 500,
    channelsMax: 1000,
    servesAgents: true,
    certificate: overTls ? readFileSync(lab.certificate, 'utf8') : null,
    ...settings,
  };
}
