// A telephone laboratory for one test file: a real Asterisk on ports of its own, the carrier behind its
// trunk and the agents' telephones, all taken down after the last test of the file.
import { afterAll } from 'vitest';
import { type CarrierOptions, openCarrier } from '../../src/lab/carrier.ts';
import { type Lab, type LabOptions, openLab } from '../../src/lab/lab.ts';
import type { Callee } from '../../src/lab/sipp.ts';
import { openTelephones } from '../../src/lab/telephones.ts';

export interface LabWorld {
  readonly lab: Lab;
  readonly carrier: Callee;
  readonly telephones: Callee;
}

/** Call it at the top level of a test file: `const { lab, carrier, telephones } = await withLab();` */
export async function withLab(options: LabOptions & { carrier?: CarrierOptions } = {}): Promise<LabWorld> {
  const lab = await openLab(options);
  afterAll(() => lab.close());
  const carrier = await openCarrier(lab, options.carrier);
  afterAll(() => carrier.stop());
  const telephones = await openTelephones(lab);
  afterAll(() => telephones.stop());
  return { lab, carrier, telephones };
}
